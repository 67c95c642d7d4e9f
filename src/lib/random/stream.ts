import { direction, radius } from './boxMuller';
import { fnv1a32 } from './hash';
import { philox } from './philox';

const TWO_TO_24 = 2 ** 24;
const TWO_TO_32 = 2 ** 32;

/**
 * An addressable stream of random numbers: draw `i` depends on seed, stream, part and `i` alone, never on what was
 * drawn before. Word layout, for kernels that repeat it: key = (seed, stream), a name standing for its FNV-1a hash;
 * counter = (block, block / 2^32, 0, part) with block = floor(i / 4); draw i is word i mod 4 of the result.
 *
 * Indices are integers from 0 to 2^53 - 1. One object is for one thread: it keeps the last block of four.
 */
export class CounterStream {
	readonly #seed: number;
	readonly #stream: number;
	readonly #part: number;
	readonly #words = new Uint32Array(4);
	#block = -1;

	/**
	 * @param seed uint32
	 * @param stream uint32, or a name
	 * @param part uint32: splits a stream further, e.g. by epoch, step or image
	 */
	constructor(seed: number, stream: number | string, part = 0) {
		this.#seed = seed >>> 0;
		this.#stream = typeof stream === 'string' ? fnv1a32(stream) : stream >>> 0;
		this.#part = part >>> 0;
	}

	/** All 32 bits of draw `i`, unsigned. */
	uint32(i: number): number {
		const block = Math.floor(i / 4);
		if (block !== this.#block) {
			philox(
				this.#words,
				block >>> 0,
				Math.floor(block / TWO_TO_32),
				0,
				this.#part,
				this.#seed,
				this.#stream
			);
			this.#block = block;
		}
		return this.#words[i - 4 * block] ?? 0;
	}

	/** Uniform in [0, 1), a multiple of 2^-24: exact in float32, so a GPU gets the same bits from the same word. */
	uniform(i: number): number {
		return (this.uint32(i) >>> 8) / TWO_TO_24;
	}

	/**
	 * Standard normal by Box and Muller, in doubles: numbers 2p and 2p+1 are the two made from the words 2p (their
	 * common length) and 2p+1 (their direction).
	 */
	normal(i: number): number {
		const second = i % 2;
		const first = i - second;
		return radius(this.uint32(first)) * direction(this.uint32(first + 1), second === 1);
	}

	/** out[j] = low + (high - low)·uniform(offset + j), rounded to float32. */
	fillUniform(out: Float32Array, offset = 0, low = 0, high = 1): void {
		for (let j = 0; j < out.length; j++) out[j] = low + (high - low) * this.uniform(offset + j);
	}

	/** out[j] = deviation·normal(offset + j), rounded to float32. */
	fillNormal(out: Float32Array, offset = 0, deviation = 1): void {
		for (let j = 0; j < out.length; j++) out[j] = deviation * this.normal(offset + j);
	}
}
