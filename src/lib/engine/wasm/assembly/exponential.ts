/** e^x and what is made of it, for four numbers at once. */
import { fma } from './vector';

/**
 * Constants, each four times. From memory one is a load; written into the code V8 makes it anew in three instructions
 * wherever it is used.
 */
const TABLE = memory.data<f32>([
	-87.0, -87.0, -87.0, -87.0,
	88.0, 88.0, 88.0, 88.0,
	1.44269504, 1.44269504, 1.44269504, 1.44269504,
	12582912, 12582912, 12582912, 12582912,
	0.693359375, 0.693359375, 0.693359375, 0.693359375,
	-2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4,
	1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4,
	1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3,
	8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3,
	4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2,
	1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1,
	5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1,
	1, 1, 1, 1
], 16);

// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(i: usize): v128 {
	return v128.load(TABLE + 16 * i);
}

/**
 * e^x within 2 units in the last place for x between -87 and 88, beyond that as if x were there. Cephes' way: x is taken
 * apart into n·ln 2 + r with |r| ≤ ln 2 / 2, e^r is a polynomial, and 2^n goes into the exponent.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function exp(x: v128): v128 {
	// Of WebAssembly's two minima this is one instruction. It gives its first operand where one is NaN, so NaN stays NaN.
	const bounded = f32x4.pmax(f32x4.pmin(x, constant(1)), constant(0));
	// Added to 1.5·2²³ a number is rounded to an integer, which then stands in its last bits.
	const shifted = fma(bounded, constant(2), constant(3));
	const n = f32x4.sub(shifted, constant(3));
	// ln 2 in two pieces, the first with zeros at its end, so that n times it is exact.
	let r = f32x4.sub(bounded, f32x4.mul(n, constant(4)));
	r = f32x4.sub(r, f32x4.mul(n, constant(5)));
	let p = fma(constant(6), r, constant(7));
	p = fma(p, r, constant(8));
	p = fma(p, r, constant(9));
	p = fma(p, r, constant(10));
	p = fma(p, r, constant(11));
	const value = f32x4.add(fma(p, f32x4.mul(r, r), r), constant(12));
	return f32x4.mul(value, i32x4.add(i32x4.shl(shifted, 23), constant(12)));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sigmoid(x: v128): v128 {
	const one = constant(12);
	return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function silu(x: v128): v128 {
	return f32x4.mul(x, sigmoid(x));
}

/** Derivative of SiLU. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function siluSlope(x: v128): v128 {
	const s = sigmoid(x);
	const one = constant(12);
	return f32x4.mul(s, fma(x, f32x4.sub(one, s), one));
}

/** The same for one number. */
export function exp1(x: f32): f32 {
	return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}
