import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place } from '$lib/data/augment/place';
import { makeTaps, Resizer } from '$lib/data/augment/resize';
import { ONE } from '$lib/data/augment/table';
import { bytesOf, compare, imageNamed, reference } from './reference';

describe('taps', () => {
	it('share 65536 out on every row, none of it negative and all of it inside the input', () => {
		const wrong: string[] = [];
		for (let from = 1; from <= 70; from += 3) {
			for (let to = 1; to <= 96; to++) {
				const { first, width, weights } = makeTaps(from, to);
				for (let i = 0; i < to; i++) {
					const row = weights.subarray(i * width, (i + 1) * width);
					const whole = row.reduce((sum, weight) => sum + weight, 0) === ONE;
					const inside = first[i]! >= 0 && first[i]! + width <= from;
					if (!whole || !inside || Math.min(...row) < 0) wrong.push(`${from} to ${to}, row ${i}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	it('give what rounding leaves to the largest weight of a row, the first of equals', () => {
		// A triangle over nine: 1, 2, 3, 2, 1 ninths of 65536, rounded, are one too many.
		expect([...makeTaps(9, 3).weights.subarray(7, 12)]).toEqual([7282, 14564, 21844, 14564, 7282]);
		// Symmetric, and rounded two too many.
		const { width, weights } = makeTaps(14, 5);
		const row = [...weights.subarray(2 * width, 3 * width)];
		expect(row).toEqual([2521, 10923, 19323, 19325, 10923, 2521, 0]);
		// Between two pixels of equal weight nothing is left over.
		expect([...makeTaps(2, 1).weights]).toEqual([ONE / 2, ONE / 2]);
	});
});

describe('resizing', () => {
	it.each(reference.resize)('$image from $from to $to px is as PyTorch and Pillow resize', (example) => {
		const resized = new Resizer(example.from, example.to).resize(imageNamed(example.image), 0);
		const levels = Float64Array.from(resized, (value) => value / ONE);
		expect(levels).toHaveLength(example.torch.length);
		// The bound of augment.json is 0.01; a weight's rounding moves a level by less than a two-hundredth.
		expect(compare(levels, example.torch).worst).toBeLessThan(0.005);
		const rounded = levels.map((value) => Math.floor(value + 0.5));
		expect(compare(rounded, bytesOf(example.pil)).worst).toBeLessThanOrEqual(1);
	});

	it('keeps a plain image plain, at every size', () => {
		const plain = new Uint8Array(32 * 32 * 3).fill(201);
		for (let to = 1; to <= 80; to++) {
			const resized = new Resizer(32, to).resize(plain, 0);
			expect(new Set(resized)).toEqual(new Set([201 * ONE]));
		}
	});

	it('leaves an image of the right size as it is', () => {
		const image = imageNamed('A32');
		expect([...new Resizer(32, 32).resize(image, 0)]).toEqual([...image].map((level) => level * ONE));
	});

	it('needs 32 bits only, in the two sums that kernels make of it', () => {
		const image = fc.uint8Array({ minLength: 12 * 12 * 3, maxLength: 12 * 12 * 3 });
		fc.assert(
			fc.property(image, fc.integer({ min: 1, max: 30 }), (pixels, to) => {
				expect(new Resizer(12, to).resize(pixels, 0)).toEqual(resizedIn32Bits(pixels, 12, to));
			}),
			{ numRuns: 60 }
		);
		const white = new Uint8Array(12 * 12 * 3).fill(255);
		expect(resizedIn32Bits(white, 12, 7)).toEqual(new Int32Array(7 * 7 * 3).fill(255 * ONE));
	});
});

/** The rule of docs/augmentation.md for a machine with 32-bit words: every sum is cut to them. */
function resizedIn32Bits(pixels: Uint8Array, from: number, to: number): Int32Array {
	const { first, width, weights } = makeTaps(from, to);
	const result = new Int32Array(to * to * 3);
	for (let i = 0; i < result.length; i++) {
		const [y, x, c] = [Math.floor(i / (3 * to)), Math.floor(i / 3) % to, i % 3];
		let upper = 0;
		let lower = 0;
		for (let t = 0; t < width; t++) {
			let row = 0;
			for (let u = 0; u < width; u++) {
				const at = 3 * ((first[y]! + t) * from + first[x]! + u) + c;
				row = (row + Math.imul(weights[x * width + u]!, pixels[at]!)) >>> 0;
			}
			upper = (upper + Math.imul(weights[y * width + t]!, row >>> 8)) >>> 0;
			lower = (lower + Math.imul(weights[y * width + t]!, row & 255)) >>> 0;
		}
		result[i] = ((upper + (lower >>> 8)) >>> 0) >>> 8;
	}
	return result;
}

describe('flip and crop', () => {
	it.each(reference.crop)('$image, pad $pad, dy $dy, dx $dx, flip $flip', (example) => {
		expect(example.fill).toBe(128);
		// The example crops first and flips then; flipping first, the crop begins as far from the other side.
		const dx = example.flip ? 2 * example.pad - example.dx : example.dx;
		const out = new Int32Array(32 * 32 * 3);
		const image = Int32Array.from(imageNamed(example.image), (level) => level * ONE);
		place(image, 32, { flip: example.flip, dy: example.dy, dx }, example.pad, out);
		expect(Uint8Array.from(out, (value) => value / ONE)).toEqual(bytesOf(example.expected));
	});
});
