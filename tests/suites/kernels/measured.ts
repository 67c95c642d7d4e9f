/**
 * Arithmetic in doubles that keeps count of what float32 would round: `size` is the sum of the absolute values of the
 * terms that make up `value`, so a kernel's error is measured against what it added up, not against what was left.
 */
export interface Measured {
	readonly value: number;
	readonly size: number;
}

export function exact(value: number): Measured {
	return { value, size: Math.abs(value) };
}

export function plus(...terms: readonly Measured[]): Measured {
	return terms.reduce((a, b) => ({ value: a.value + b.value, size: a.size + b.size }));
}

export function minus(a: Measured, b: Measured): Measured {
	return { value: a.value - b.value, size: a.size + b.size };
}

export function times(...factors: readonly Measured[]): Measured {
	return factors.reduce((a, b) => ({ value: a.value * b.value, size: a.size * b.size }));
}

/** f(a), for a function whose slope never exceeds `steepest` where it is used. */
function through(a: Measured, f: (x: number) => number, steepest: number): Measured {
	const value = f(a.value);
	return { value, size: Math.abs(value) + steepest * a.size };
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

export const sigmoid = (a: Measured) => through(a, logistic, 0.25);
export const silu = (a: Measured) => through(a, (x) => x * logistic(x), 1.1);
/** The derivative of SiLU; its own slope is at most 1/2. */
export const siluSlope = (a: Measured) => through(a, (x) => logistic(x) * (1 + x * (1 - logistic(x))), 0.5);

/** 1 / √a */
export function inverseRoot(a: Measured): Measured {
	return through(a, (x) => 1 / Math.sqrt(x), 0.5 * a.value ** -1.5);
}

export function root(a: Measured): Measured {
	return a.value === 0 ? a : through(a, Math.sqrt, 0.5 / Math.sqrt(a.value));
}

/** a / b */
export function over(a: Measured, b: Measured): Measured {
	return times(a, { value: 1 / b.value, size: b.size / b.value ** 2 });
}
