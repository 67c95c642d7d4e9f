import { expect } from 'vitest';

/** What the reference files keep of a tensor, in PyTorch's layout: L2 norm, sum, largest, first values. */
export interface Digest {
	readonly norm: number;
	readonly sum: number;
	/** Largest absolute value. */
	readonly max: number;
	readonly first: readonly number[];
}

export function digestOf(values: Float32Array, length: number): Digest {
	let squares = 0;
	let sum = 0;
	let max = 0;
	for (const value of values) {
		squares += value * value;
		sum += value;
		max = Math.max(max, Math.abs(value));
	}
	return { norm: Math.sqrt(squares), sum, max, first: [...values.subarray(0, length)] };
}

/** Compares by the tensor's norm: an error vector of norm `relative`·norm moves a sum by at most √n times as much. */
export function expectDigest(name: string, values: Float32Array, wanted: Digest, relative: number): void {
	const found = digestOf(values, wanted.first.length);
	const limit = relative * wanted.norm;
	const near = (what: string, a: number, b: number, bound: number) => {
		expect(Math.abs(a - b), `${name}: ${what} is ${a}, wanted ${b}`).toBeLessThanOrEqual(bound);
	};
	near('norm', found.norm, wanted.norm, limit);
	near('sum', found.sum, wanted.sum, limit * Math.sqrt(values.length));
	near('max', found.max, wanted.max, limit);
	wanted.first.forEach((value, i) => near(`value ${i}`, found.first[i] ?? NaN, value, limit));
}

/** Largest |found - wanted| as a share of `scale`. */
export function expectClose(
	name: string,
	found: ArrayLike<number>,
	wanted: ArrayLike<number>,
	bound: number
): void {
	expect(found.length, `${name}: length`).toBe(wanted.length);
	let worst = 0;
	for (let i = 0; i < wanted.length; i++) {
		const difference = Math.abs((found[i] ?? NaN) - (wanted[i] ?? NaN));
		worst = Number.isNaN(difference) ? NaN : Math.max(worst, difference);
	}
	expect(worst, `${name}: largest difference`).toBeLessThanOrEqual(bound);
}

export function largest(values: Iterable<number>): number {
	let max = 0;
	for (const value of values) max = Math.max(max, Math.abs(value));
	return max;
}
