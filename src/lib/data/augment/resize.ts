/**
 * Bilinear resizing with antialiasing, as PyTorch's `F.interpolate(mode='bilinear', align_corners=False,
 * antialias=True)` (aten/src/ATen/native/UpSample.h): a triangle filter as wide as the scale, so that shrinking
 * averages what it drops. Enlarging is ordinary bilinear interpolation.
 */

/** Taps of one axis: output i is the sum over t of weights[i·width + t] · input[first[i] + t]. */
interface Taps {
	readonly first: Int32Array;
	readonly width: number;
	/** Rows sum to one; places past a row's last tap hold 0. */
	readonly weights: Float64Array;
}

function makeTaps(from: number, to: number): Taps {
	const scale = from / to;
	const reach = Math.max(scale, 1);
	const width = Math.min(2 * Math.ceil(reach) + 1, from);
	const first = new Int32Array(to);
	const weights = new Float64Array(to * width);
	for (let i = 0; i < to; i++) {
		const centre = scale * (i + 0.5);
		const low = Math.max(0, Math.floor(centre - reach + 0.5));
		const high = Math.min(from, Math.floor(centre + reach + 0.5));
		const row = weights.subarray(i * width, (i + 1) * width);
		let sum = 0;
		for (let j = low; j < high; j++) {
			const weight = Math.max(0, 1 - Math.abs(j - centre + 0.5) / reach);
			row[j - low] = weight;
			sum += weight;
		}
		// The row is read to its full width: it must not begin so late that it ends past the input.
		const shift = Math.max(0, low + width - from);
		row.copyWithin(shift, 0, width - shift).fill(0, 0, shift);
		first[i] = low - shift;
		for (let t = 0; t < width; t++) row[t] = (row[t] ?? 0) / sum;
	}
	return { first, width, weights };
}

/** Resizes square RGB images from one side to another. Its result lives in its own memory, until the next call. */
export class Resizer {
	readonly #from: number;
	readonly #to: number;
	readonly #taps: Taps;
	/** Resized along x only: from rows of to pixels. */
	readonly #rows: Float32Array;
	readonly #result: Float32Array;

	/** @param from side of the images given; @param to side wanted, pixels */
	constructor(from: number, to: number) {
		this.#from = from;
		this.#to = to;
		this.#taps = makeTaps(from, to);
		this.#rows = new Float32Array(from * to * 3);
		this.#result = new Float32Array(to * to * 3);
	}

	/** The image at `offset` of `images` (uint8, interleaved), resized: to·to·3 floats 0 to 255, not rounded. */
	resize(images: Uint8Array, offset: number): Float32Array {
		if (this.#from === this.#to) {
			this.#result.set(images.subarray(offset, offset + this.#result.length));
			return this.#result;
		}
		this.#resizeRows(images, offset);
		this.#resizeColumns();
		return this.#result;
	}

	#resizeRows(images: Uint8Array, offset: number): void {
		const { first, width, weights } = this.#taps;
		const to = this.#to;
		for (let y = 0; y < this.#from; y++) {
			for (let x = 0; x < to; x++) {
				let at = offset + 3 * (y * this.#from + (first[x] ?? 0));
				let red = 0;
				let green = 0;
				let blue = 0;
				for (let t = 0; t < width; t++, at += 3) {
					const weight = weights[x * width + t] ?? 0;
					red += weight * (images[at] ?? 0);
					green += weight * (images[at + 1] ?? 0);
					blue += weight * (images[at + 2] ?? 0);
				}
				const out = 3 * (y * to + x);
				this.#rows[out] = red;
				this.#rows[out + 1] = green;
				this.#rows[out + 2] = blue;
			}
		}
	}

	#resizeColumns(): void {
		const { first, width, weights } = this.#taps;
		const stride = 3 * this.#to;
		for (let y = 0; y < this.#to; y++) {
			const top = (first[y] ?? 0) * stride;
			for (let x = 0; x < stride; x++) {
				let sum = 0;
				for (let t = 0; t < width; t++) {
					sum += (weights[y * width + t] ?? 0) * (this.#rows[top + t * stride + x] ?? 0);
				}
				this.#result[y * stride + x] = sum;
			}
		}
	}
}
