import { describe, expect, it } from 'vitest';
import { betaQuantile } from '$lib/data/augment/beta';
import { cutmixBox, drawMixes } from '$lib/data/augment/mixDraws';
import { mixImages, ownShare } from '$lib/data/augment/mix';
import { ONE, type Mix } from '$lib/data/augment/table';
import { mixTargets, oneHot } from '$lib/data/targets';
import { CounterStream } from '$lib/random/stream';
import { bytesOf, compare, imageNamed, reference } from './reference';

const noBox = { left: 0, top: 0, right: 0, bottom: 0 };
const wholeLevels = (levels: ArrayLike<number>) => Float32Array.from(levels, (level) => level / 128 - 1);
const back = (normalised: Float32Array) => Float64Array.from(normalised, (value) => (value + 1) * 128);

/** Two images and their targets after mixing the first with the second. */
function mixed(names: string[], labels: number[], mix: Mix, smoothing: number) {
	const images = wholeLevels(names.flatMap((name) => [...imageNamed(name)]));
	mixImages(images, 32, [mix, null]);
	const targets = oneHot(Uint8Array.from(labels), [0, 1], 10);
	mixTargets(targets, [mix, null], 32);
	const smooth = targets.subarray(0, 10).map((share) => (1 - smoothing) * share + smoothing / 10);
	return { levels: back(images).subarray(0, 3072), target: [...smooth], rest: back(images).subarray(3072) };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, bound: number): void {
	expect(actual).toHaveLength(expected.length);
	const worst = Math.max(...Array.from(expected, (value, i) => Math.abs(value - (actual[i] ?? NaN))));
	expect(worst).toBeLessThanOrEqual(bound);
}

describe('mixup', () => {
	it.each(reference.mixup)('of $image and $other, λ $lambda', (example) => {
		// λ itself is a multiple of 1/65536: that moves a level by 255 / 131072 at most.
		const mix = { partner: 1, lambda: Math.round(example.lambda * ONE), ...noBox };
		const { levels, target, rest } = mixed(
			[example.image, example.other],
			[example.label, example.other_label],
			mix,
			example.label_smoothing
		);
		expectClose(levels.subarray(0, 24), example.first_24, 255 / (2 * ONE) + 1e-4);
		expect(Math.abs(levels.reduce((sum, level) => sum + level, 0) - example.sum)).toBeLessThan(3);
		const rounded = levels.map((level) => Math.floor(level + 0.5));
		expect(compare(rounded, bytesOf(example.rounded)).worst).toBeLessThanOrEqual(1);
		expectClose(target, example.target, 1 / (2 * ONE) + 1e-6);
		expect([...rest]).toEqual([...imageNamed(example.other)]);
	});

	it('of both ways takes each image as it was before', () => {
		const images = Float32Array.of(0.5, 0.5, 0.5, -1, -1, -1);
		const mix = { lambda: 3 * (ONE / 4), ...noBox };
		mixImages(images, 1, [
			{ ...mix, partner: 1 },
			{ ...mix, partner: 0 }
		]);
		expect([...images]).toEqual([0.125, 0.125, 0.125, -0.625, -0.625, -0.625]);
	});
});

describe('CutMix', () => {
	it.each(reference.cutmix)('of $image and $other, λ $lambda at $cx, $cy', (example) => {
		const box = cutmixBox(example.lambda, example.cx, example.cy, 32);
		expect([box.left, box.top, box.right, box.bottom]).toEqual(example.box_x0_y0_x1_y1);
		const mix = { partner: 1, lambda: ONE, ...box };
		expect(ownShare(mix, 32)).toBeCloseTo(example.effective_lambda, 8);
		const labels = [example.label, example.other_label];
		const { levels, target } = mixed([example.image, example.other], labels, mix, example.label_smoothing);
		expect(Uint8Array.from(levels)).toEqual(bytesOf(example.expected));
		expectClose(target, example.target, 1e-6);
	});

	it('covers nothing at λ = 1 and everything at λ = 0 about the centre', () => {
		expect(ownShare({ partner: 1, lambda: ONE, ...cutmixBox(1, 7, 9, 20) }, 20)).toBe(1);
		expect(ownShare({ partner: 1, lambda: ONE, ...cutmixBox(0, 10, 10, 20) }, 20)).toBe(0);
	});
});

describe('targets', () => {
	it('go with the images: what is mixed sums to one', () => {
		const targets = oneHot(Uint8Array.from([2, 0, 1]), [0, 1, 2], 3);
		mixTargets(
			targets,
			[
				{ partner: 2, lambda: ONE / 4, ...noBox },
				null,
				{ partner: 0, lambda: ONE, ...noBox, right: 2, bottom: 5 }
			],
			10
		);
		expectClose(targets, [0, 0.75, 0.25, 1, 0, 0, 0, 0.9, 0.1], 1e-7);
	});
});

describe('draws of mixes', () => {
	const both = { mixup: 0.2, cutmix: 1, side: 24 };

	it('pair an image with the one as far from the other end', () => {
		const partners = (batch: number, mixup: number, cutmix: number) =>
			drawMixes(1, 2, batch, { mixup, cutmix, side: 24 }).map((mix) => mix?.partner ?? null);
		expect(partners(4, 0.2, 0)).toEqual([3, 2, 1, 0]);
		expect(partners(5, 0, 1)).toEqual([4, 3, null, 1, 0]);
		expect(partners(8, 0.2, 1)).toEqual([3, 2, 1, 0, 7, 6, 5, 4]);
		expect(partners(5, 0.2, 1)).toEqual([1, 0, 4, null, 2]);
		expect(partners(3, 0, 0)).toEqual([null, null, null]);
	});

	it('come from their addresses', () => {
		const [lambdas, boxes] = [new CounterStream(4, 'mixup', 77), new CounterStream(4, 'cutmix', 77)];
		const mixes = drawMixes(4, 77, 12, both);
		for (let j = 0; j < 6; j++) {
			const lambda = betaQuantile(lambdas.uniform(j) + 2 ** -25, 0.2);
			expect(mixes[j]?.lambda).toBe(Math.round(Math.max(lambda, 1 - lambda) * ONE));
		}
		for (const j of [6, 7, 8, 9, 10, 11]) {
			const lambda = betaQuantile(boxes.uniform(4 * j) + 2 ** -25, 1);
			const column = Math.floor(24 * boxes.uniform(4 * j + 1));
			const row = Math.floor(24 * boxes.uniform(4 * j + 2));
			expect(mixes[j]).toEqual({ partner: 17 - j, lambda: ONE, ...cutmixBox(lambda, column, row, 24) });
		}
		expect(drawMixes(4, 77, 12, both)).toEqual(mixes);
		expect(drawMixes(4, 78, 12, both)).not.toEqual(mixes);
		expect(drawMixes(5, 77, 12, both)).not.toEqual(mixes);
	});

	it('leave an image the larger share by mixup, as Beta has it', () => {
		const mixes = drawMixes(0, 0, 4000, { mixup: 1, cutmix: 0, side: 24 });
		const shares = mixes.map((mix) => mix!.lambda / ONE);
		expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
		// max(λ, 1 - λ) of a uniform λ: mean ¾, variance 1/48; four standard deviations of the mean.
		const mean = shares.reduce((sum, share) => sum + share, 0) / 4000;
		expect(Math.abs(mean - 0.75)).toBeLessThan(4 / Math.sqrt(48 * 4000));
		expect(new Set(shares).size).toBeGreaterThan(3500);
	});

	it('cut boxes that lie in the image, of a size and place as λ and centre have it', () => {
		const side = 12;
		const mixes = drawMixes(0, 0, 3000, { mixup: 0, cutmix: 1, side }).map((mix) => mix!);
		for (const { left, top, right, bottom } of mixes) {
			expect(left >= 0 && top >= 0 && right <= side && bottom <= side).toBe(true);
		}
		// Every centre with λ at the middle of each hundredth, of which Beta(1, 1) makes equally many.
		const all = Array.from({ length: 100 * side * side }, (_, i) => {
			const [column, row] = [i % side, Math.floor(i / side) % side];
			const lambda = (Math.floor(i / side ** 2) + 0.5) / 100;
			return ownShare({ partner: 1, lambda: ONE, ...cutmixBox(lambda, column, row, side) }, side);
		});
		const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
		const deviation = Math.sqrt(mean(all.map((share) => (share - mean(all)) ** 2)) / mixes.length);
		const shares = mixes.map((mix) => ownShare(mix, side));
		expect(Math.abs(mean(shares) - mean(all))).toBeLessThan(4 * deviation);
	});
});
