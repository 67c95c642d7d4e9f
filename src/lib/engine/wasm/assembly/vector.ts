/** Four channels at a time, tails included. Addresses are bytes of linear memory. */

/** a·b + c; fused, rounded once, where the binary may use relaxed SIMD. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
	return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The first `count` floats, then zeros; `count` of 4 or more loads four. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function load4(at: usize, count: i32): v128 {
	return count >= 4 ? v128.load(at) : loadTail(at, count);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function store4(at: usize, count: i32, value: v128): void {
	if (count >= 4) v128.store(at, value);
	else storeTail(at, count, value);
}

function loadTail(at: usize, count: i32): v128 {
	let value = f32x4.splat(0);
	if (count > 0) value = f32x4.replace_lane(value, 0, load<f32>(at));
	if (count > 1) value = f32x4.replace_lane(value, 1, load<f32>(at, 4));
	if (count > 2) value = f32x4.replace_lane(value, 2, load<f32>(at, 8));
	return value;
}

function storeTail(at: usize, count: i32, value: v128): void {
	if (count > 0) store<f32>(at, f32x4.extract_lane(value, 0));
	if (count > 1) store<f32>(at, f32x4.extract_lane(value, 1), 4);
	if (count > 2) store<f32>(at, f32x4.extract_lane(value, 2), 8);
}

/** Whole quads by vectors, the rest one by one: four-byte words are copied. */
export function copyFloats(to: usize, from: usize, count: i32): void {
	const end = from + (<usize>count << 2);
	const whole = from + (<usize>(count & ~3) << 2);
	while (from < whole) {
		v128.store(to, v128.load(from));
		from += 16;
		to += 16;
	}
	while (from < end) {
		store<f32>(to, load<f32>(from));
		from += 4;
		to += 4;
	}
}

export function fillZeros(to: usize, count: i32): void {
	const end = to + (<usize>count << 2);
	const zero = f32x4.splat(0);
	while (to + 16 <= end) {
		v128.store(to, zero);
		to += 16;
	}
	while (to < end) {
		store<f32>(to, 0);
		to += 4;
	}
}

/** The sum of the four lanes. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function across(v: v128): f32 {
	return (
		f32x4.extract_lane(v, 0) +
		f32x4.extract_lane(v, 1) +
		(f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
	);
}

/** Where this thread's share of `count` pieces begins; the end is the next thread's begin. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function share(count: i32, part: i32, parts: i32): i32 {
	return <i32>((<i64>count * <i64>part) / <i64>parts);
}
