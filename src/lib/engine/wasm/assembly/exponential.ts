/** e^x and what is made of it, for four numbers at once. */
import { fma } from './vector';

/**
 * Constants, each four times. From memory one is a load; written into the code V8 makes it anew in three instructions
 * wherever it is used.
 */
const TABLE = memory.data<f32>([
	87.0, 87.0, 87.0, 87.0,
	-88.0, -88.0, -88.0, -88.0,
	-1.44269504, -1.44269504, -1.44269504, -1.44269504,
	12582912, 12582912, 12582912, 12582912,
	0.693359375, 0.693359375, 0.693359375, 0.693359375,
	-2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4,
	1.3843607e-3, 1.3843607e-3, 1.3843607e-3, 1.3843607e-3,
	-8.374196e-3, -8.374196e-3, -8.374196e-3, -8.374196e-3,
	4.1668005e-2, 4.1668005e-2, 4.1668005e-2, 4.1668005e-2,
	-0.1666643, -0.1666643, -0.1666643, -0.1666643,
	0.49999994, 0.49999994, 0.49999994, 0.49999994,
	-1, -1, -1, -1,
	1, 1, 1, 1
], 16);

// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(i: usize): v128 {
	return v128.load(TABLE + 16 * i);
}

/**
 * e^-x within 1.3 units in the last place for x between -88 and 87, beyond that as if x were there. x is taken apart into
 * -n·ln 2 + r with |r| ≤ ln 2 / 2; e^-r is the polynomial of degree 6 that is 1 at 0 and whose largest relative error is
 * the least (2·10⁻⁹), and n is added to its exponent.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function expOfMinus(x: v128): v128 {
	// Of WebAssembly's two minima this is one instruction. It gives its first operand where one is NaN, so NaN stays NaN.
	const bounded = f32x4.pmin(f32x4.pmax(x, constant(1)), constant(0));
	// Added to 1.5·2²³ a number is rounded to an integer, which then stands in its last bits.
	const shifted = fma(bounded, constant(2), constant(3));
	const n = f32x4.sub(shifted, constant(3));
	// ln 2 in two pieces, the first with zeros at its end, so that n times it is exact.
	let r = fma(n, constant(4), bounded);
	r = fma(n, constant(5), r);
	let p = fma(constant(6), r, constant(7));
	p = fma(p, r, constant(8));
	p = fma(p, r, constant(9));
	p = fma(p, r, constant(10));
	p = fma(p, r, constant(11));
	p = fma(p, r, constant(12));
	return i32x4.add(p, i32x4.shl(shifted, 23));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sigmoid(x: v128): v128 {
	const one = constant(12);
	return f32x4.div(one, f32x4.add(one, expOfMinus(x)));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function silu(x: v128): v128 {
	return f32x4.div(x, f32x4.add(constant(12), expOfMinus(x)));
}

/** Derivative of SiLU. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function siluSlope(x: v128): v128 {
	const s = sigmoid(x);
	const one = constant(12);
	return f32x4.mul(s, fma(x, f32x4.sub(one, s), one));
}

/** e^x of one number. */
export function exp1(x: f32): f32 {
	return f32x4.extract_lane(expOfMinus(f32x4.splat(-x)), 0);
}
