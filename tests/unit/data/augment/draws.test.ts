import { describe, expect, it } from 'vitest';
import { BatchDraws, type StageAugmentation } from '$lib/data/augment/batch';
import { PlacementDraws } from '$lib/data/augment/draws';
import { operationAt, RandAugmentDraws } from '$lib/data/augment/randAugment';
import {
	ONE,
	firstOperation,
	operationNames,
	unpackDraws,
	wordsPerImage,
	wordsPerOperation,
	type OperationName
} from '$lib/data/augment/table';
import { CounterStream } from '$lib/random/stream';
import { reference } from './reference';

/** A count of `tries` events of probability `share` is within 4.5 standard deviations of its mean. */
function expectShare(count: number, tries: number, share: number): void {
	const deviation = Math.sqrt(tries * share * (1 - share));
	expect(Math.abs(count - tries * share)).toBeLessThan(4.5 * deviation);
}

describe('placements', () => {
	it('are of an image, an epoch and a seed, and of nothing else', () => {
		const form = { flip: true, padding: 2 };
		const draws = new PlacementDraws(3, 4, form);
		const first = Array.from({ length: 50 }, (_, i) => draws.of(i));
		expect(Array.from({ length: 50 }, (_, i) => draws.of(49 - i)).reverse()).toEqual(first);
		for (const other of [new PlacementDraws(3, 5, form), new PlacementDraws(4, 4, form)]) {
			expect(Array.from({ length: 50 }, (_, i) => other.of(i))).not.toEqual(first);
		}
	});

	it('come from their addresses', () => {
		const stream = new CounterStream(3, 'augment', 4);
		const draws = new PlacementDraws(3, 4, { flip: true, padding: 2 });
		for (let i = 0; i < 20; i++) {
			expect(draws.of(i)).toEqual({
				flip: stream.uniform(4 * i) < 0.5,
				dy: Math.floor(stream.uniform(4 * i + 1) * 5),
				dx: Math.floor(stream.uniform(4 * i + 2) * 5)
			});
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
			places[dy * 5 + dx]!++;
		}
		expectShare(flips, images, 1 / 2);
		for (const n of places) expectShare(n, images, 1 / 25);
	});

	it('neither flip nor move where the run does not', () => {
		const draws = new PlacementDraws(0, 0, { flip: false, padding: 0 });
		for (let i = 0; i < 40; i++) expect(draws.of(i)).toEqual({ flip: false, dy: 0, dx: 0 });
	});
});

describe('levels', () => {
	const argument = (name: OperationName, magnitude: number, side = 32) => {
		const { a, b, c } = operationAt(name, { magnitude, side, sign: 1, column: 5, row: 6 });
		return [a, b, c];
	};

	it.each(reference.levels)(
		'level $level is as published',
		({ level, official, recommended_small_image }) => {
			const fraction = (value = NaN) => Math.round(value * ONE);
			expect(argument('posterize', level)[0]).toBe(Math.max(1, official.Posterize ?? NaN));
			expect(argument('solarize', level)[0]).toBe(Math.min(256, official.Solarize ?? NaN));
			expect(argument('solarizeAdd', level)[0]).toBe(official.SolarizeAdd);
			for (const name of ['color', 'contrast', 'brightness', 'sharpness'] as const) {
				expect(argument(name, level)[0]).toBe(fraction(official.enhance));
			}
			for (const name of ['shearX', 'shearY'] as const) {
				expect(argument(name, level)[0]).toBe(fraction(official.shear));
			}
			for (const name of ['translateX', 'translateY'] as const) {
				expect(argument(name, level)[0]).toBe(fraction(recommended_small_image.translate_px_at_32));
				expect(argument(name, level, 24)[0]).toBe(fraction(recommended_small_image.translate_px_at_24));
			}
			const radians = ((official.Rotate ?? NaN) * Math.PI) / 180;
			expect(argument('rotate', level)).toEqual([
				fraction(Math.cos(radians)),
				fraction(Math.sin(radians)),
				0
			]);
			expect(argument('cutout', level, 256)).toEqual([5, 6, official.cutout_half_px]);
			for (const name of ['autoContrast', 'equalize', 'invert'] as const) {
				expect(argument(name, level)).toEqual([0, 0, 0]);
			}
		}
	);

	it('turn a sign into the other direction, for geometric operations alone', () => {
		const of = (name: OperationName, sign: number) =>
			operationAt(name, { magnitude: 9, side: 32, sign, column: 0, row: 0 });
		for (const name of operationNames) {
			const [there, back] = [of(name, 1), of(name, -1)];
			if (name === 'rotate') expect(back).toEqual({ ...there, b: -there.b });
			else if (/^(shear|translate)/.test(name)) expect(back).toEqual({ ...there, a: -there.a });
			else expect(back).toEqual(there);
		}
	});

	it('keep coordinates and blends within 32 bits up to magnitude 30 and 512 pixels', () => {
		for (const name of operationNames) {
			const [a = 0, b = 0] = argument(name, 30, 512).map(Math.abs);
			const edge = 2 * 512 - 1;
			const coordinate = name === 'rotate' ? (a + b) * 512 + 512 * ONE : ONE * edge + a * edge;
			const translated = ONE * edge + 2 * a;
			const reached = name.startsWith('translate') ? translated : coordinate;
			if (/^(rotate|shear|translate)/.test(name)) expect(reached).toBeLessThan(2 ** 31);
			else expect(255 * ONE + 255 * a).toBeLessThan(2 ** 31);
		}
	});
});

describe('RandAugment draws', () => {
	const strength = { layers: 3, magnitude: 9, side: 20 };

	it('come from their addresses, whatever the number of layers', () => {
		const stream = new CounterStream(8, 'randaugment', 2);
		const draws = new RandAugmentDraws(8, 2);
		for (let image = 0; image < 60; image++) {
			const drawn = draws.of(image, strength);
			expect(drawn).toHaveLength(3);
			for (const [layer, operation] of drawn.entries()) {
				const first = 4 * (5 * image + layer);
				const second = stream.uniform(first + 1);
				expect(operation).toEqual(
					operationAt(operationNames[Math.floor(16 * stream.uniform(first))]!, {
						magnitude: 9,
						side: 20,
						sign: second < 0.5 ? -1 : 1,
						column: Math.floor(20 * second),
						row: Math.floor(20 * stream.uniform(first + 2))
					})
				);
			}
			expect(draws.of(image, { ...strength, layers: 1 })).toEqual(drawn.slice(0, 1));
		}
	});

	it('choose every operation equally often, both directions, and centres all over the image', () => {
		const counts = new Map<OperationName, number>();
		const columns = new Array<number>(20).fill(0);
		let [left, moves, cutouts] = [0, 0, 0];
		const draws = new RandAugmentDraws(1, 0);
		const images = 16_000;
		for (let image = 0; image < images; image++) {
			for (const { name, a } of draws.of(image, { ...strength, layers: 2 })) {
				counts.set(name, (counts.get(name) ?? 0) + 1);
				if (name === 'translateX') {
					moves++;
					if (a < 0) left++;
				}
				if (name === 'cutout') {
					cutouts++;
					columns[a]!++;
				}
			}
		}
		for (const name of operationNames) expectShare(counts.get(name) ?? 0, 2 * images, 1 / 16);
		expectShare(left, moves, 1 / 2);
		for (const n of columns) expectShare(n, cutouts, 1 / 20);
	});

	it('are none at magnitude 0', () => {
		expect(new RandAugmentDraws(1, 0).of(3, { ...strength, magnitude: 0 })).toEqual([]);
	});
});

describe('draws of a batch', () => {
	const run = { seed: 11, flip: true, padding: 3, interpolation: 'nearest' } as const;
	const stage: StageAugmentation = { size: 24, randaugment: 7.5, layers: 2, mixup: 0, cutmix: 0 };
	const rowOf = (table: Int32Array, place: number) => [
		...table.subarray(place * wordsPerImage, (place + 1) * wordsPerImage)
	];

	it('are the same for an image in whatever batch and place it is', () => {
		const draws = new BatchDraws(run);
		const together = draws.of(Uint32Array.of(3, 9, 4, 1), { epoch: 2, step: 40 }, stage).drawn;
		const alone = new BatchDraws(run).of(Uint32Array.of(9), { epoch: 2, step: 55 }, stage).drawn;
		const mine = unpackDraws(together.table)[1];
		expect(mine).toEqual(unpackDraws(alone.table)[0]);
		expect(mine?.operations).toHaveLength(2);
		expect({ ...together, table: [] }).toEqual({ size: 24, padding: 3, interpolation: 'nearest', table: [] });
		const later = draws.of(Uint32Array.of(3, 9, 4, 1), { epoch: 3, step: 60 }, stage).drawn;
		expect(later.table).not.toEqual(together.table);
		expect(draws.of(Uint32Array.of(3, 9, 4, 1), { epoch: 2, step: 40 }, stage).drawn).toEqual(together);
	});

	it('hold the places of the run without augmentation, and nothing else', () => {
		const none = { size: 24, randaugment: 0, layers: 2, mixup: 0, cutmix: 0 };
		const { drawn, mixes } = new BatchDraws(run).of(Uint32Array.of(6, 5), { epoch: 0, step: 0 }, none);
		const placements = new PlacementDraws(11, 0, { flip: true, padding: 3 });
		expect(unpackDraws(drawn.table)).toEqual(
			[6, 5].map((image) => ({ ...placements.of(image), image, operations: [], mix: null }))
		);
		expect(mixes).toEqual([null, null]);
	});

	it('shift by no more than the side where the run would shift further', () => {
		const wide = { ...run, padding: 20 };
		const draws = new BatchDraws(wide);
		const images = Uint32Array.from({ length: 100 }, (_, image) => image);
		for (const size of [16, 24, 16]) {
			const padding = Math.min(20, size);
			const { drawn } = draws.of(images, { epoch: 1, step: 0 }, { ...stage, size });
			const placements = new PlacementDraws(11, 1, { flip: true, padding });
			expect(drawn.padding).toBe(padding);
			expect(unpackDraws(drawn.table)[7]).toMatchObject(placements.of(7));
		}
	});

	it('refuse more operations than a row holds', () => {
		const at = { epoch: 0, step: 0 };
		expect(() => new BatchDraws(run).of(Uint32Array.of(0), at, { ...stage, layers: 6 })).toThrow(RangeError);
		expect(() => new BatchDraws(run).of(Uint32Array.of(0), at, { ...stage, layers: 5 })).not.toThrow();
	});

	it('lie in the table as the kernels read them', () => {
		const { drawn, mixes } = new BatchDraws(run).of(
			Uint32Array.of(6, 5, 2),
			{ epoch: 1, step: 9 },
			{
				...stage,
				cutmix: 1
			}
		);
		const [row, middle] = [rowOf(drawn.table, 2), rowOf(drawn.table, 1)];
		const mix = mixes[2]!;
		const { flip, dy, dx } = new PlacementDraws(11, 1, run).of(2);
		const done = new RandAugmentDraws(11, 1).of(2, { layers: 2, magnitude: 7.5, side: 24 });
		expect(row.slice(0, firstOperation)).toEqual([
			...[2, flip ? 1 : 0, dy, dx, 2],
			...[0, ONE, mix.left, mix.top, mix.right, mix.bottom, 0]
		]);
		expect(row.slice(firstOperation)).toEqual([
			...done.flatMap(({ name, a, b, c }) => [operationNames.indexOf(name), a, b, c]),
			...new Array<number>(3 * wordsPerOperation).fill(0)
		]);
		expect(middle.slice(5, firstOperation)).toEqual([1, ONE, 0, 0, 0, 0, 0]);
	});
});
