import { describe, expect, it } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import { unpackDraws } from '$lib/data/augment/table';
import { emptySet } from '$lib/data/set';
import type { Dataset } from '$lib/data/dataset';
import { evaluationImages, TrainingBatches } from '$lib/recipe/batches';
import { classAccuracy, score, total } from '$lib/recipe/score';
import { unregularised } from '$lib/recipe/schedule';

/** Images of one grey value each: image i has the value i, and the label i mod 3. */
function greys(count: number): Dataset {
	const set = emptySet(count, 8);
	for (let i = 0; i < count; i++) {
		set.images.fill(i, i * 192, (i + 1) * 192);
		set.labels[i] = i % 3;
	}
	return { kind: 'cifar10', classes: ['a', 'b', 'c'], train: set, test: set };
}

const config = {
	batch: 4,
	seed: 5,
	flip: true,
	cropPadding: 0,
	interpolation: 'nearest',
	randaugmentLayers: 2
} as const;
const at = (size: number, strength = {}) => ({ ...unregularised, ...strength, size });
const greyOf = (images: Float32Array, row: number, size: number) =>
	Math.round((images[row * size * size * 3] ?? NaN) * 128 + 128);

describe('training batches', () => {
	it('show every image at most once in an epoch, with its label', () => {
		const set = greys(11);
		const batches = new TrainingBatches(set, config);
		const seen: number[] = [];
		for (const step of [0, 1]) {
			const { drawn, targets } = batches.at(step, at(8));
			const images = makeImages(set.train, drawn);
			for (let row = 0; row < 4; row++) {
				const image = greyOf(images, row, 8);
				seen.push(image);
				expect([...targets.subarray(3 * row, 3 * row + 3)].indexOf(1)).toBe(image % 3);
			}
		}
		expect(new Set(seen).size).toBe(8);
	});

	it('are the same whoever asks first, so that a run can be taken up anywhere', () => {
		const strong = at(12, { randaugment: 9, mixup: 0.4, cutmix: 1 });
		const straight = new TrainingBatches(greys(11), { ...config, cropPadding: 2 });
		const steps = [0, 1, 2, 3, 4].map((step) => straight.at(step, strong));
		const resumed = new TrainingBatches(greys(11), { ...config, cropPadding: 2 });
		expect(resumed.at(3, strong)).toEqual(steps[3]);
		expect(resumed.at(0, strong)).toEqual(steps[0]);
		expect(steps[3]).not.toEqual(steps[1]);
	});

	it('differ between seeds and epochs', () => {
		const set = greys(40);
		const order = (seed: number, step: number) => {
			const { drawn } = new TrainingBatches(set, { ...config, seed, batch: 40 }).at(step, at(8));
			const images = makeImages(set.train, drawn);
			return Array.from({ length: 40 }, (_, row) => greyOf(images, row, 8));
		};
		expect(order(0, 0)).not.toEqual(order(1, 0));
		expect(order(0, 0)).not.toEqual(order(0, 1));
	});

	it('are augmented as the stage says, with as many operations as the run has layers', () => {
		const operations = (randaugment: number, randaugmentLayers: number) => {
			const batches = new TrainingBatches(greys(11), { ...config, randaugmentLayers });
			const { drawn } = batches.at(0, at(8, { randaugment }));
			return unpackDraws(drawn.table).map((draw) => draw.operations.length);
		};
		expect(operations(0, 2)).toEqual([0, 0, 0, 0]);
		expect(operations(5, 0)).toEqual([0, 0, 0, 0]);
		expect(operations(5, 3)).toEqual([3, 3, 3, 3]);
		const { drawn } = new TrainingBatches(greys(11), { ...config, interpolation: 'bilinear' }).at(0, at(16));
		expect(drawn).toMatchObject({ size: 16, padding: 0, interpolation: 'bilinear' });
	});

	it('mix targets as images: a grey that is mixed is that share between its own and its partner’s', () => {
		const set = greys(11);
		const { drawn, targets } = new TrainingBatches(set, config).at(0, at(8, { mixup: 1 }));
		const draws = unpackDraws(drawn.table);
		const images = makeImages(set.train, drawn);
		expect(draws.every(({ mix }) => mix !== null)).toBe(true);
		for (const [row, { image, mix }] of draws.entries()) {
			const partner = draws[mix?.partner ?? -1]?.image ?? NaN;
			const own = (mix?.lambda ?? NaN) / 65536;
			const expected = [0, 0, 0];
			expected[image % 3]! += own;
			expected[partner % 3]! += 1 - own;
			for (const [label, share] of expected.entries()) {
				expect(targets[3 * row + label]).toBeCloseTo(share, 6);
			}
			expect((images[row * 192] ?? NaN) * 128 + 128).toBeCloseTo(own * image + (1 - own) * partner, 3);
		}
	});
});

describe('evaluation images', () => {
	it('fill a short batch with mid-grey', () => {
		const { test } = greys(5);
		const images = evaluationImages(test, 3, 5, { size: 10, batch: 4 });
		expect(images.length).toBe(4 * 300);
		expect([0, 1, 2, 3].map((row) => greyOf(images, row, 10))).toEqual([3, 4, 128, 128]);
	});
});

describe('score', () => {
	it('counts right answers and takes the mean cross-entropy of the labelled rows', () => {
		const logits = Float32Array.from([1, 2, 3, 3, 2, 1, 9, 9, 9]);
		const judged = score(logits, Uint8Array.from([2, 1]), 3);
		const sum = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
		expect(judged.correct).toBe(1);
		// The true classes are 2 and 1, the answers 2 and 0.
		expect([...judged.confusion]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1]);
		expect(classAccuracy(judged.confusion)).toEqual([null, 0, 1]);
		expect(judged.images).toBe(2);
		expect(judged.loss).toBeCloseTo((sum - 3 + sum - 2) / 2, 12);
	});

	it('weighs the parts of a whole by their images', () => {
		const parts = [
			{ correct: 1, images: 1, loss: 1, confusion: Uint32Array.of(1, 0, 0, 0) },
			{ correct: 2, images: 3, loss: 5, confusion: Uint32Array.of(0, 1, 0, 2) }
		];
		const confusion = Uint32Array.of(1, 1, 0, 2);
		expect(total(parts)).toEqual({ correct: 3, images: 4, loss: 4, confusion });
		expect(classAccuracy(confusion)).toEqual([0.5, 1]);
	});

	it('gives no number where a logit is none, and stays finite for large ones', () => {
		const none = score(Float32Array.from([NaN, 0]), Uint8Array.from([0]), 2);
		expect(none.loss).toBeNaN();
		expect([...none.confusion]).toEqual([0, 0, 0, 0]);
		expect(score(Float32Array.from([1e30, 0]), Uint8Array.from([0]), 2).loss).toBe(0);
	});
});
