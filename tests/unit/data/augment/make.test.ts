import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchDraws } from '$lib/data/augment/batch';
import { evaluationImages, makeImages } from '$lib/data/augment/make';
import { mixImages } from '$lib/data/augment/mix';
import { operate } from '$lib/data/augment/operations';
import { place } from '$lib/data/augment/place';
import { Resizer } from '$lib/data/augment/resize';
import {
	ONE,
	mostOperations,
	operationNames,
	packDraws,
	unpackDraws,
	wordsPerImage,
	type DrawnImages,
	type ImageDraw
} from '$lib/data/augment/table';
import { proceduralDataset } from '$lib/data/procedural/source';

const { train } = await proceduralDataset({ seed: 0, train: 40, test: 1 });
const indices = Uint32Array.of(7, 31, 7, 0);
const plain = { flip: false, dy: 0, dx: 0, operations: [], mix: null };

describe('images for evaluation', () => {
	it('are resized and normalised, in the order asked for', () => {
		const batch = evaluationImages(train, indices, 24);
		expect(batch).toHaveLength(4 * 1728);
		const resized = new Resizer(32, 24).resize(train.images, 31 * 3072);
		const expected = Float32Array.from(resized, (value) => (value / ONE - 128) / 128);
		expect(batch.slice(1728, 2 * 1728)).toEqual(expected);
		expect(batch.slice(0, 1728)).toEqual(batch.slice(2 * 1728, 3 * 1728));
	});
});

describe('images for training', () => {
	const stage = { size: 20, randaugment: 9, layers: 2, mixup: 0.4, cutmix: 1 };
	const run = { seed: 1, flip: true, padding: 2, interpolation: 'bilinear' } as const;

	it('go through all steps in the order of the official code', () => {
		const { drawn, mixes } = new BatchDraws(run).of(indices, { epoch: 2, step: 9 }, stage);
		const expected = new Float32Array(4 * 1200);
		for (const [row, draw] of unpackDraws(drawn.table).entries()) {
			const placed = new Int32Array(1200);
			place(new Resizer(32, 20).resize(train.images, draw.image * 3072), 20, draw, 2, placed);
			const pixels = Uint8Array.from(placed, (value) => Math.round(value / ONE));
			const levels = { side: 20, pixels, spare: new Uint8Array(1200) };
			for (const operation of draw.operations) operate(levels, operation, 'bilinear');
			expected.set(
				Array.from(pixels, (level) => (level - 128) / 128),
				row * 1200
			);
		}
		const unmixed = expected.slice();
		mixImages(expected, 20, mixes);
		expect(expected).not.toEqual(unmixed);
		expect(makeImages(train, drawn)).toEqual(expected);
	});

	it('keep the fractions of resizing where no operation asks for whole levels', () => {
		const { drawn } = new BatchDraws(run).of(
			indices,
			{ epoch: 0, step: 0 },
			{ ...stage, randaugment: 0, mixup: 0, cutmix: 0 }
		);
		const levels = makeImages(train, drawn).map((value) => value * 128 + 128);
		expect(levels.some((level) => level !== Math.round(level))).toBe(true);
		const same = { name: 'posterize', a: 8, b: 0, c: 0 } as const;
		const table = packDraws(unpackDraws(drawn.table).map((draw) => ({ ...draw, operations: [same] })));
		const rounded = makeImages(train, { ...drawn, table }).map((value) => value * 128 + 128);
		expect(rounded).toEqual(levels.map((level) => Math.floor(level + 0.5)));
	});

	it('are refused where the table asks for what is not there', () => {
		const make = (table: Int32Array) =>
			makeImages(train, { size: 8, padding: 0, interpolation: 'nearest', table });
		const changed = (word: number, value: number) => {
			const table = packDraws([{ ...plain, image: 3 }]);
			table[word] = value;
			return table;
		};
		expect(() => make(changed(0, 39))).not.toThrow();
		expect(() => make(changed(0, 40))).toThrow('image 40 is not in a set of 40');
		expect(() => make(changed(0, -1))).toThrow(RangeError);
		expect(() => make(changed(4, 6))).toThrow(RangeError);
		expect(() => make(changed(5, 1))).toThrow('no image 1 in a batch of 1');
		const unknown = changed(4, 1);
		unknown[12] = operationNames.length;
		expect(() => make(unknown)).toThrow('no operation has the code 16');
		expect(() => make(new Int32Array(33))).toThrow(RangeError);
		expect(() => evaluationImages(train, [40], 32)).toThrow(RangeError);
	});
});

describe('whatever is drawn', () => {
	const argument = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -ONE * 8, max: ONE * 8 }));
	const operation = fc.record({
		name: fc.constantFrom(...operationNames),
		a: argument,
		b: argument,
		c: fc.integer({ min: 0, max: 60 })
	});
	const edge = fc.integer({ min: 0, max: 12 });
	const draw = (batch: number): fc.Arbitrary<ImageDraw> =>
		fc.record({
			image: fc.integer({ min: 0, max: 2 }),
			flip: fc.boolean(),
			dy: fc.integer({ min: 0, max: 8 }),
			dx: fc.integer({ min: 0, max: 8 }),
			operations: fc.array(operation, { maxLength: mostOperations }),
			mix: fc.option(
				fc.record({
					partner: fc.integer({ min: 0, max: batch - 1 }),
					lambda: fc.integer({ min: 0, max: ONE }),
					...{ left: edge, top: edge, right: edge, bottom: edge }
				})
			)
		});
	const case_ = fc.record({
		side: fc.integer({ min: 1, max: 20 }),
		size: fc.integer({ min: 12, max: 28 }),
		bytes: fc.uint8Array({ minLength: 1200, maxLength: 1200 }),
		interpolation: fc.constantFrom('nearest' as const, 'bilinear' as const),
		draws: fc.array(draw(3), { minLength: 3, maxLength: 3 })
	});

	function setOf(side: number, bytes: Uint8Array) {
		const images = Uint8Array.from({ length: 3 * side * side * 3 }, (_, i) => bytes[i % 1200]! ^ (i >> 8));
		return { count: 3, side, images, labels: new Uint8Array(3) };
	}

	it('becomes levels from 0 to 255, the same each time, and each image by itself until it is mixed', () => {
		fc.assert(
			fc.property(case_, ({ side, size, bytes, interpolation, draws }) => {
				const set = setOf(side, bytes);
				const drawn: DrawnImages = { size, padding: 4, interpolation, table: packDraws(draws) };
				const made = makeImages(set, drawn);
				expect(made.every((value) => value >= -1 - 1e-6 && value <= 127 / 128 + 1e-6)).toBe(true);
				expect(makeImages(set, drawn)).toEqual(made);
				const alone = draws.map((one) => {
					const table = packDraws([{ ...one, mix: null }]);
					return [...makeImages(set, { ...drawn, table })];
				});
				const together = Float32Array.from(alone.flat());
				mixImages(
					together,
					size,
					unpackDraws(drawn.table).map(({ mix }) => mix)
				);
				expect(made).toEqual(together);
			}),
			{ numRuns: 150 }
		);
	});

	it('is read from the table as it was written', () => {
		fc.assert(
			fc.property(fc.array(draw(4), { minLength: 4, maxLength: 4 }), (draws) => {
				const table = packDraws(draws);
				expect(table).toHaveLength(4 * wordsPerImage);
				const known = draws.map((one, i) => ({ ...one, mix: one.mix?.partner === i ? null : one.mix }));
				expect(unpackDraws(table)).toEqual(known);
				expect(packDraws(unpackDraws(table))).toEqual(packDraws(known));
			})
		);
	});
});
