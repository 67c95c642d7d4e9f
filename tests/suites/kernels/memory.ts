/** What a kernel reads and writes, as plain arrays. */
import { CounterStream } from '$lib/random/stream';
import { exact, plus, type Measured } from './measured';

/** Arrays by the operands' names (plan/kernel.ts); null where the kernel's flags leave one out. */
export type Arrays = Readonly<Record<string, Float32Array | null>>;

/** Outputs hold this before a kernel runs, and after it wherever it has no business. */
export const UNTOUCHED = -7.25;

/** Random contents, the same for the same seed. */
export class Numbers {
	readonly #seed: number;
	#arrays = 0;

	constructor(seed: number) {
		this.#seed = seed;
	}

	between(low: number, high: number, length: number): Float32Array {
		const values = new Float32Array(length);
		new CounterStream(this.#seed, 'kernel tests', this.#arrays++).fillUniform(values, 0, low, high);
		return values;
	}

	signed(length: number): Float32Array {
		return this.between(-1, 1, length);
	}

	/** `chosen` or zero, in turn by chance. */
	mask(chosen: number, length: number): Float32Array {
		return this.between(0, 1, length).map((draw) => (draw < 0.3 ? 0 : chosen));
	}

	/** Rows of positive numbers that sum to one. */
	shares(rows: number, columns: number): Float32Array {
		const values = this.between(0.01, 1, rows * columns);
		for (let row = 0; row < rows; row++) {
			const part = values.subarray(row * columns, (row + 1) * columns);
			const sum = part.reduce((total, value) => total + value, 0);
			part.forEach((value, i) => (part[i] = value / sum));
		}
		return values;
	}
}

/** What a kernel should write to one operand. */
export class Output {
	readonly values: Float64Array;
	/** See `Measured`; 0 asks for the very bits, Infinity for any finite number. */
	readonly sizes: Float64Array;

	/**
	 * @param terms most additions that one number takes
	 * @param parts how many runs of `length` numbers are written, of which only the sum is agreed
	 */
	constructor(
		readonly length: number,
		readonly terms = 1,
		readonly parts = 1
	) {
		this.values = new Float64Array(length);
		this.sizes = new Float64Array(length);
	}

	/** An output that keeps what it held except where it is set. */
	static over(before: Float32Array, terms = 1): Output {
		const output = new Output(before.length, terms);
		output.values.set(before);
		return output;
	}

	static untouched(length: number, terms = 1): Output {
		return Output.over(new Float32Array(length).fill(UNTOUCHED), terms);
	}

	/** Adds one product; `size` as in `Measured`. */
	add(at: number, value: number, size = Math.abs(value)): void {
		this.values[at]! += value;
		this.sizes[at]! += size;
	}

	set(at: number, { value, size }: Measured): void {
		this.values[at] = value;
		this.sizes[at] = size;
	}

	at(at: number): Measured {
		return { value: this.values[at]!, size: this.sizes[at]! };
	}
}

/** Σ of `count` terms. */
export function sum(count: number, term: (i: number) => Measured): Measured {
	let total = exact(0);
	for (let i = 0; i < count; i++) total = plus(total, term(i));
	return total;
}

/** Number `at` of an operand, as the float32 that it is. */
export function read(array: Float32Array, at: number): Measured {
	return exact(array[at]!);
}
