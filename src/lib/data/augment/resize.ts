/**
 * Bilinear resizing with antialiasing, as PyTorch's `F.interpolate(mode='bilinear', align_corners=False,
 * antialias=True)` (aten/src/ATen/native/UpSample.h): a triangle filter as wide as the scale, so that shrinking
 * averages what it drops. Enlarging is ordinary bilinear interpolation. Weights and results are whole numbers, so that
 * every engine makes the same image.
 */
import { ONE } from './table';

/** Taps of one axis: output i is the sum over t of weights[i·width + t] · input[first[i] + t]. */
export interface Taps {
	/** [to] */
	readonly first: Int32Array;
	readonly width: number;
	/** [to, width], in units of 1/65536. Rows sum to 65536; places beside a row's taps hold 0. */
	readonly weights: Int32Array;
}

/** @param from side of the images given; @param to side wanted, pixels. A row's taps all lie inside the input. */
export function makeTaps(from: number, to: number): Taps {
	const scale = from / to;
	const reach = Math.max(scale, 1);
	const width = Math.min(2 * Math.ceil(reach) + 1, from);
	const first = new Int32Array(to);
	const weights = new Int32Array(to * width);
	const row = new Float64Array(width);
	for (let i = 0; i < to; i++) {
		const centre = scale * (i + 0.5);
		const low = Math.max(0, Math.floor(centre - reach + 0.5));
		const high = Math.min(from, Math.floor(centre + reach + 0.5));
		// The row is read to its full width: it must not begin so late that it ends past the input.
		first[i] = Math.min(low, from - width);
		row.fill(0);
		for (let j = low; j < high; j++) {
			row[j - first[i]!] = Math.max(0, 1 - Math.abs(j - centre + 0.5) / reach);
		}
		quantise(row, weights.subarray(i * width, (i + 1) * width));
	}
	return { first, width, weights };
}

/** Shares of 65536 in the ratio of `row`, each rounded; the largest takes what is then missing, or the first of these. */
function quantise(row: Float64Array, weights: Int32Array): void {
	const sum = row.reduce((total, weight) => total + weight, 0);
	let left = ONE;
	for (let t = 0; t < row.length; t++) {
		weights[t] = Math.round((row[t]! / sum) * ONE);
		left -= weights[t]!;
	}
	const largest = weights.indexOf(Math.max(...weights));
	weights[largest] = weights[largest]! + left;
}

/** Resizes square RGB images from one side to another. Its result lives in its own memory, until the next call. */
export class Resizer {
	readonly #from: number;
	readonly #to: number;
	readonly #taps: Taps;
	/** Resized along x only: from rows of to pixels. */
	readonly #rows: Int32Array;
	readonly #result: Int32Array;

	/** @param from side of the images given; @param to side wanted, pixels */
	constructor(from: number, to: number) {
		this.#from = from;
		this.#to = to;
		this.#taps = makeTaps(from, to);
		this.#rows = new Int32Array(from * to * 3);
		this.#result = new Int32Array(to * to * 3);
	}

	/** The image at `offset` of `images` (uint8, interleaved), resized: to·to·3 values from 0 to 255·65536, levels in units of 1/65536. */
	resize(images: Uint8Array, offset: number): Int32Array {
		if (this.#from === this.#to) {
			for (let i = 0; i < this.#result.length; i++) this.#result[i] = ONE * images[offset + i]!;
			return this.#result;
		}
		this.#resizeRows(images, offset);
		this.#resizeColumns();
		return this.#result;
	}

	#resizeRows(images: Uint8Array, offset: number): void {
		const { first, width, weights } = this.#taps;
		const rows = this.#rows;
		const from = this.#from;
		const to = this.#to;
		for (let y = 0; y < from; y++) {
			for (let x = 0; x < to; x++) {
				let at = offset + 3 * (y * from + first[x]!);
				let red = 0;
				let green = 0;
				let blue = 0;
				for (let t = 0; t < width; t++, at += 3) {
					const weight = weights[x * width + t]!;
					red += weight * images[at]!;
					green += weight * images[at + 1]!;
					blue += weight * images[at + 2]!;
				}
				const out = 3 * (y * to + x);
				rows[out] = red;
				rows[out + 1] = green;
				rows[out + 2] = blue;
			}
		}
	}

	/**
	 * The sum has up to 40 bits, which a double holds exactly; the fraction of a unit is dropped. Kernels get the same in
	 * 32 bits from two sums, of the rows' upper and lower bits (docs/augmentation.md).
	 */
	#resizeColumns(): void {
		const { first, width, weights } = this.#taps;
		const rows = this.#rows;
		const result = this.#result;
		const to = this.#to;
		const stride = 3 * to;
		for (let y = 0; y < to; y++) {
			const top = first[y]! * stride;
			for (let x = 0; x < stride; x++) {
				let sum = 0;
				for (let t = 0; t < width; t++) {
					sum += weights[y * width + t]! * rows[top + t * stride + x]!;
				}
				result[y * stride + x] = Math.floor(sum / ONE);
			}
		}
	}
}
