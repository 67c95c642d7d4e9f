import { describe, expect, it } from 'vitest';
import { classCounts } from '$lib/data/counts';
import { DataError } from '$lib/data/dataset';
import { ClassCollector, collectedDataset } from '$lib/data/folders/collector';
import { checkPixels, DecodeError, fitImage, type RgbaImage } from '$lib/data/folders/image';
import { thumbnails } from '$lib/data/thumbnails';
import { emptySet } from '$lib/data/set';

function image(width: number, height: number, at: (x: number, y: number) => readonly number[]): RgbaImage {
	const data = new Uint8ClampedArray(4 * width * height);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), 4 * (y * width + x));
	return { width, height, data };
}
const flat = (value: number, side = 8) => image(side, side, () => [value, value, value, 255]);

describe('an image becomes part of a set', () => {
	it('as the square in its middle, each pixel where it was', () => {
		const wide = image(14, 8, (x, y) => [x, y, 100, 255]);
		const fitted = fitImage(wide, 8);
		expect([...fitted.subarray(0, 3)]).toEqual([3, 0, 100]);
		expect([...fitted.subarray(-3)]).toEqual([10, 7, 100]);
		const tall = fitImage(
			image(8, 13, (x, y) => [x, y, 0, 255]),
			8
		);
		expect([...tall.subarray(0, 3)]).toEqual([0, 2, 0]);
	});

	it('shrunk by the mean of what it drops, not by picking pixels', () => {
		const chequered = image(64, 64, (x, y) => ((x + y) % 2 === 0 ? [255, 0, 0, 255] : [0, 0, 255, 255]));
		const fitted = fitImage(chequered, 8);
		for (let i = 0; i < fitted.length; i += 3) {
			expect(Math.abs(fitted[i]! - 127.5)).toBeLessThan(2);
			expect(fitted[i + 1]).toBe(0);
			expect(Math.abs(fitted[i + 2]! - 127.5)).toBeLessThan(2);
		}
	});

	it('enlarged where it is small', () => {
		expect([...fitImage(flat(77, 3), 9)]).toEqual(new Array<number>(243).fill(77));
	});

	it('over white where it is transparent', () => {
		const fitted = fitImage(
			image(8, 8, (x) => (x < 4 ? [0, 0, 0, 0] : [100, 0, 200, 51])),
			8
		);
		expect([...fitted.subarray(0, 3)]).toEqual([255, 255, 255]);
		expect([...fitted.subarray(12, 15)]).toEqual([224, 204, 244]);
	});

	it('or not, where it has no pixels, too many, or not those that it says', () => {
		const refused = (what: () => unknown) => {
			try {
				what();
			} catch (error) {
				return error instanceof DecodeError ? error.reason : error;
			}
			return null;
		};
		expect(refused(() => fitImage({ width: 0, height: 5, data: new Uint8Array() }, 8))).toBe('undecodable');
		expect(refused(() => fitImage({ width: 2, height: 2, data: new Uint8Array(15) }, 8))).toBe('undecodable');
		expect(refused(() => fitImage({ width: 10_000, height: 10_000, data: new Uint8Array() }, 8))).toBe(
			'too-large'
		);
		expect(refused(() => checkPixels(8192, 8192))).toBeNull();
		expect(refused(() => checkPixels(8192, 8193))).toBe('too-large');
	});
});

describe('a collection', () => {
	function filled(): ClassCollector {
		const collector = new ClassCollector(8);
		for (const [name, first, count] of [
			['paper', 100, 3],
			['fist', 10, 7]
		] as const) {
			collector.addClass(name);
			for (let i = 0; i < count; i++) expect(collector.add(name, flat(first + i))).toBe(i);
		}
		return collector;
	}

	it('becomes a data set, by seed, as it would from folders', () => {
		const dataset = collectedDataset(filled().collected(), 2);
		expect(dataset).toMatchObject({ kind: 'folders', classes: ['fist', 'paper'] });
		expect(classCounts(dataset.train, 2)).toEqual([6, 2]);
		expect(classCounts(dataset.test, 2)).toEqual([1, 1]);
		const seen = [dataset.train, dataset.test].flatMap(({ images, count }) =>
			Array.from({ length: count }, (_, i) => images[i * 192])
		);
		expect(seen.sort()).toEqual([10, 100, 101, 102, 11, 12, 13, 14, 15, 16].sort());
		expect(collectedDataset(filled().collected(), 2)).toEqual(dataset);
	});

	it('is changed class by class and image by image', () => {
		const collector = filled();
		collector.remove('paper', 1);
		expect(collector.image('paper', 1)?.[0]).toBe(102);
		expect(collector.image('paper', 2)).toBeNull();
		collector.renameClass('fist', ' rock ');
		collector.renameClass('rock', 'rock');
		expect(collector.classes).toEqual([
			{ name: 'paper', count: 2 },
			{ name: 'rock', count: 7 }
		]);
		const before = collector.collected();
		collector.removeClass('rock');
		expect(collector.classes).toEqual([{ name: 'paper', count: 2 }]);
		expect(before.classes[1]?.images).toHaveLength(7 * 192);
	});

	it('is refused with a sentence where it is too little, and so are names', () => {
		const collector = filled();
		const refused = (what: () => unknown) => {
			try {
				what();
			} catch (error) {
				if (error instanceof DataError) return [error.kind, error.message];
				throw error;
			}
			return null;
		};
		expect(refused(() => collector.addClass('fist'))).toEqual([
			'bad-classes',
			'There is a class fist already.'
		]);
		expect(refused(() => collector.renameClass('fist', 'paper'))).toEqual([
			'bad-classes',
			'There is a class paper already.'
		]);
		expect(refused(() => collector.addClass('  '))).toEqual(['bad-classes', 'A class needs a name.']);
		collector.addClass('scissors');
		expect(refused(() => collectedDataset(collector.collected(), 0))?.[1]).toContain(
			'The class scissors has no image'
		);
		collector.removeClass('scissors');
		collector.removeClass('paper');
		expect(refused(() => collectedDataset(collector.collected(), 0))?.[1]).toContain('one class only (fist)');
		expect(() => collector.add('nobody', flat(1))).toThrow(RangeError);
	});
});

describe('what the page shows of a set', () => {
	const set = emptySet(5, 64);
	set.labels.set([2, 0, 2, 0, 0]);
	set.images.fill(50, 0, 3 * 64 * 64).fill(90, 3 * 64 * 64, 6 * 64 * 64);

	it('counts', () => {
		expect(classCounts(set, 4)).toEqual([3, 0, 2, 0]);
	});

	it('thumbnails: the first image of each class, grey where there is none', () => {
		const { side, images } = thumbnails(set, 4);
		expect(side).toBe(32);
		expect(images).toHaveLength(4 * 3072);
		expect([0, 1, 2, 3].map((label) => images[label * 3072])).toEqual([90, 128, 50, 128]);
		expect(thumbnails(emptySet(1, 8), 1)).toEqual({ side: 8, images: new Uint8Array(192) });
	});
});
