import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { evaluationImages, trainingImages } from '$lib/data/augment/batch';
import { PlacementDraws } from '$lib/data/augment/draws';
import { place } from '$lib/data/augment/place';
import { Resizer } from '$lib/data/augment/resize';
import { proceduralDataset } from '$lib/data/procedural/source';

interface Reference {
	images: Record<string, { rgb: string }>;
	resize: { image: string; from: number; to: number; torch: number[] }[];
	crop: {
		image: string;
		pad: number;
		fill: number;
		dy: number;
		dx: number;
		flip: boolean;
		expected: string;
	}[];
}
const reference = JSON.parse(await readFile('tests/fixtures/augment.json', 'utf8')) as Reference;
const image = (name: string) => new Uint8Array(Buffer.from(reference.images[name]?.rgb ?? '', 'base64'));

describe('resizing', () => {
	it.each(reference.resize)(
		'$image from $from to $to px is as PyTorch resizes',
		({ image: name, from, to, torch }) => {
			const resized = new Resizer(from, to).resize(image(name), 0);
			expect(resized).toHaveLength(torch.length);
			const worst = torch.reduce(
				(most, value, i) => Math.max(most, Math.abs(value - (resized[i] ?? NaN))),
				0
			);
			// augment.json has four decimals; its own bound is 0.01.
			expect(worst).toBeLessThan(1e-3);
		}
	);

	it('keeps a plain image plain, at every size', () => {
		const plain = new Uint8Array(32 * 32 * 3).fill(201);
		for (let to = 8; to <= 80; to++) {
			const resized = new Resizer(32, to).resize(plain, 0);
			expect(Math.max(...resized.map((value) => Math.abs(value - 201)))).toBeLessThan(1e-4);
		}
	});

	it('leaves an image of the right size as it is', () => {
		expect([...new Resizer(32, 32).resize(image('A32'), 0)]).toEqual([...image('A32')]);
	});
});

describe('flip and crop', () => {
	it.each(reference.crop)('$image, pad $pad, dy $dy, dx $dx, flip $flip', (example) => {
		expect(example.fill).toBe(128);
		// The example crops first and flips then; flipping first, the crop begins as far from the other side.
		const dx = example.flip ? 2 * example.pad - example.dx : example.dx;
		const out = new Float32Array(32 * 32 * 3);
		const placement = { flip: example.flip, dy: example.dy, dx };
		place(Float32Array.from(image(example.image)), 32, placement, example.pad, out, 0);
		expect(Buffer.from(out.map((value) => value * 128 + 128)).toString('base64')).toBe(example.expected);
	});
});

describe('draws', () => {
	it('are of an image, an epoch and a seed, and of nothing else', () => {
		const form = { flip: true, padding: 2 };
		const draws = new PlacementDraws(3, 4, form);
		const first = Array.from({ length: 50 }, (_, i) => draws.of(i));
		expect(Array.from({ length: 50 }, (_, i) => draws.of(49 - i)).reverse()).toEqual(first);
		for (const other of [new PlacementDraws(3, 5, form), new PlacementDraws(4, 4, form)]) {
			expect(Array.from({ length: 50 }, (_, i) => other.of(i))).not.toEqual(first);
		}
	});

	it('flip half of the images and reach every place of the crop equally', () => {
		const draws = new PlacementDraws(0, 0, { flip: true, padding: 2 });
		const places = new Array<number>(25).fill(0);
		let flips = 0;
		const images = 10_000;
		for (let i = 0; i < images; i++) {
			const { flip, dy, dx } = draws.of(i);
			if (flip) flips++;
			places[dy * 5 + dx] = (places[dy * 5 + dx] ?? 0) + 1;
		}
		// Four standard deviations of a binomial count.
		expect(Math.abs(flips - images / 2)).toBeLessThan(4 * Math.sqrt(images / 4));
		for (const n of places) expect(Math.abs(n - images / 25)).toBeLessThan(4 * Math.sqrt(images / 25));
	});

	it('neither flip nor move where the run does not', () => {
		const draws = new PlacementDraws(0, 0, { flip: false, padding: 0 });
		for (let i = 0; i < 40; i++) expect(draws.of(i)).toEqual({ flip: false, dy: 0, dx: 0 });
	});
});

describe('batches', async () => {
	const { train } = await proceduralDataset({ seed: 0, train: 40, test: 1 });
	const indices = [7, 31, 7, 0];

	it('for evaluation are resized and normalised images, in the order asked for', () => {
		const batch = evaluationImages(train, indices, 24);
		expect(batch).toHaveLength(4 * 24 * 24 * 3);
		const resized = new Resizer(32, 24).resize(train.images, 31 * 3072);
		const expected = resized.map((value) => (value - 128) / 128);
		expect(batch.slice(24 * 24 * 3, 2 * 24 * 24 * 3)).toEqual(expected);
		expect(batch.slice(0, 1728)).toEqual(batch.slice(2 * 1728, 3 * 1728));
	});

	it('for training place each image by its own draws', () => {
		const form = { flip: true, padding: 2 };
		const draws = new PlacementDraws(1, 2, form);
		const batch = trainingImages(train, indices, { size: 20, padding: 2, draws });
		for (const [i, index] of indices.entries()) {
			const expected = new Float32Array(20 * 20 * 3);
			const resized = new Resizer(32, 20).resize(train.images, index * 3072);
			place(resized, 20, new PlacementDraws(1, 2, form).of(index), 2, expected, 0);
			expect(batch.slice(i * 1200, (i + 1) * 1200)).toEqual(expected);
		}
	});

	it('refuse an image that is not there', () => {
		expect(() => evaluationImages(train, [40], 32)).toThrow(RangeError);
	});
});
