/**
 * Philox 4x32-10, a counter-based generator: a draw is a pure function of key and counter, so any thread of
 * any device can make the draw it needs without a state passed along. Constants and rounds as published in
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 */
const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** Added to the key after each round: the golden ratio and √3 - 1, as 32-bit fractions. */
const KEY_STEP_0 = 0x9e3779b9;
const KEY_STEP_1 = 0xbb67ae85;

/** Upper 32 bits of the 64-bit product of two unsigned words, by 16-bit halves: each sum stays under 2^32. */
function multiplyHigh(a: number, b: number): number {
	const aLow = a & 0xffff;
	const aHigh = a >>> 16;
	const bLow = b & 0xffff;
	const bHigh = b >>> 16;
	const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
	const cross = aLow * bHigh + (middle & 0xffff);
	return (aHigh * bHigh + (middle >>> 16) + (cross >>> 16)) >>> 0;
}

/** Four unsigned words for counter (c0, c1, c2, c3) and key (k0, k1), written to `out[0..3]`. */
export function philox(
	out: Uint32Array,
	c0: number,
	c1: number,
	c2: number,
	c3: number,
	k0: number,
	k1: number
): void {
	for (let round = 0; round < ROUNDS; round++) {
		const high0 = multiplyHigh(MULTIPLIER_0, c0);
		const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
		const high1 = multiplyHigh(MULTIPLIER_1, c2);
		const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
		c0 = (high1 ^ c1 ^ k0) >>> 0;
		c1 = low1;
		c2 = (high0 ^ c3 ^ k1) >>> 0;
		c3 = low0;
		k0 = (k0 + KEY_STEP_0) >>> 0;
		k1 = (k1 + KEY_STEP_1) >>> 0;
	}
	out[0] = c0;
	out[1] = c1;
	out[2] = c2;
	out[3] = c3;
}
