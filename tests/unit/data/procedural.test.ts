import { describe, expect, it } from 'vitest';
import { datasetDigest } from '$lib/data/digest';
import { proceduralClasses, proceduralDataset, proceduralImage } from '$lib/data/procedural/source';
import { silhouettes } from '$lib/data/procedural/silhouettes';

const imageBytes = 32 * 32 * 3;

function image(seed: number, split: 'train' | 'test', index: number): Uint8Array {
	const out = new Uint8Array(imageBytes);
	proceduralImage(seed, split, index, out);
	return out;
}

describe('the procedural data set', () => {
	it('is the published one by default', { timeout: 60_000 }, async () => {
		const dataset = await proceduralDataset({ seed: 0, train: 5000, test: 1000 });
		expect(dataset.train.images.length).toBe(5000 * imageBytes);
		expect(dataset.test.count).toBe(1000);
		expect(await datasetDigest(dataset)).toBe(
			'f11e3da3292f9b4a42e30cb5bceeb0b95791137b8963fa3f084a61c07328eb7b'
		);
	});

	it('makes any image alone, in any order', async () => {
		const { train, test } = await proceduralDataset({ seed: 7, train: 30, test: 20 });
		for (const index of [29, 3, 17, 0]) {
			expect(image(7, 'train', index)).toEqual(
				train.images.slice(index * imageBytes, (index + 1) * imageBytes)
			);
		}
		expect(image(7, 'test', 19)).toEqual(test.images.slice(19 * imageBytes));
	});

	it('labels by index modulo ten, in the order of the class names', async () => {
		const { classes, train } = await proceduralDataset({ seed: 1, train: 23, test: 1 });
		expect(classes).toEqual([
			'disc',
			'square',
			'triangle',
			'star',
			'ring',
			'cross',
			'crescent',
			'bar',
			'chevron',
			'hourglass'
		]);
		expect(proceduralClasses).toBe(classes);
		expect([...train.labels]).toEqual(Array.from({ length: 23 }, (_, i) => i % 10));
	});

	it('gives other images for another seed, split or index', () => {
		const base = image(0, 'train', 0);
		for (const other of [image(1, 'train', 0), image(0, 'test', 0), image(0, 'train', 10)]) {
			const equal = other.filter((byte, i) => byte === base[i]).length;
			expect(equal).toBeLessThan(imageBytes / 4);
		}
	});

	it('tells its progress and stops between slices', async () => {
		const told: number[] = [];
		const stop = new AbortController();
		const making = proceduralDataset(
			{ seed: 0, train: 100_000, test: 10 },
			{
				signal: stop.signal,
				onProgress: (done, total) => {
					expect(total).toBe(100_010);
					told.push(done);
					if (told.length === 3) stop.abort(new Error('enough'));
				}
			}
		);
		await expect(making).rejects.toThrow('enough');
		expect(told).toHaveLength(3);
		expect(told).toEqual([...told].sort((a, b) => a - b));
	});
});

describe('the silhouettes', () => {
	const r = 10;
	const covered = (name: string) => {
		const form = silhouettes.find((silhouette) => silhouette.name === name);
		let area = 0;
		for (let y = -15.95; y < 16; y += 0.1) {
			for (let x = -15.95; x < 16; x += 0.1) if (form && form.distance(x, y, r) < 0) area += 0.01;
		}
		return area;
	};

	// Areas by elementary geometry from the measures of the specification, r = 10.
	const star = 5 * 11.2 * 4.8 * Math.sin(Math.PI / 5);
	const areas: [string, number][] = [
		['disc', Math.PI * 8.8 ** 2],
		['square', 15.2 ** 2],
		['triangle', 3 * Math.sqrt(3) * 6.2 ** 2],
		['star', star],
		['ring', Math.PI * (9.5 ** 2 - 4.1 ** 2)],
		['cross', 2 * 19 * 6.4 - 6.4 ** 2],
		['bar', 19.6 * 7.2],
		['chevron', 18 * 7 * 1.25],
		['hourglass', 2 * (2 * 1 * 8.6 + 0.95 * 8.6 ** 2)]
	];

	it.each(areas)('%s has the area of its measures', (name, area) => {
		expect(covered(name) / area).toBeCloseTo(1, 1.7);
	});

	it('crescent is the disc without the part that the second disc covers', () => {
		const [large, small, apart] = [9.5, 7.8, 4.2];
		const a = Math.acos((apart ** 2 + large ** 2 - small ** 2) / (2 * apart * large));
		const b = Math.acos((apart ** 2 + small ** 2 - large ** 2) / (2 * apart * small));
		const lens = large ** 2 * (a - Math.sin(2 * a) / 2) + small ** 2 * (b - Math.sin(2 * b) / 2);
		expect(covered('crescent') / (Math.PI * large ** 2 - lens)).toBeCloseTo(1, 1.7);
	});

	it('survive a horizontal flip, but for the crescent, which opens to the other side', () => {
		for (const form of silhouettes) {
			if (form.name === 'crescent') continue;
			for (const [x, y] of [
				[3, 4],
				[7, -2],
				[1, 9]
			] as const) {
				expect(form.distance(-x, y, r)).toBeCloseTo(form.distance(x, y, r), 12);
			}
		}
	});
});

describe('noise', () => {
	const make = (knobs: { noise?: number; labelNoise?: number }) =>
		proceduralDataset({ seed: 3, train: 200, test: 20, ...knobs });

	it('of nothing changes nothing', async () => {
		const plain = await make({});
		expect(await make({ noise: 0, labelNoise: 0 })).toEqual(plain);
	});

	it('mixes each pixel of both splits with its own draw, always the same', async () => {
		const [plain, half, again, all] = await Promise.all(
			[{}, { noise: 0.5 }, { noise: 0.5 }, { noise: 1 }].map(make)
		);
		expect(again).toEqual(half);
		for (const split of ['train', 'test'] as const) {
			const [from, mixed, drawn] = [plain![split].images, half![split].images, all![split].images];
			for (let i = 0; i < mixed.length; i += 97)
				expect(mixed[i]).toBe(Math.floor((from[i]! + drawn[i]!) / 2 + 0.5));
			const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
			// Of 61,440 uniform draws or more: standard deviation 0.3.
			expect(Math.abs(mean - 127.5)).toBeLessThan(1.5);
		}
		expect(all!.train.labels).toEqual(plain!.train.labels);
	});

	it('of labels gives the share of training images another class, and leaves the test', async () => {
		const [plain, quarter, all] = await Promise.all([{}, { labelNoise: 0.25 }, { labelNoise: 1 }].map(make));
		const wrong = (labels: Uint8Array) =>
			labels.filter((label, i) => label !== plain!.train.labels[i]).length;
		// 50 expected, standard deviation 6.
		expect(wrong(quarter!.train.labels)).toBeGreaterThan(25);
		expect(wrong(quarter!.train.labels)).toBeLessThan(75);
		expect(wrong(all!.train.labels)).toBe(200);
		expect(new Set(all!.train.labels).size).toBe(10);
		expect(quarter!.train.images).toEqual(plain!.train.images);
		expect(all!.test).toEqual(plain!.test);
	});
});
