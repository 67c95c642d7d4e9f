/**
 * Box and Muller's transform from two 32-bit words, in additions, multiplications, divisions and square roots alone.
 * These are exact to the last bit everywhere, whereas Math.log, Math.cos and Math.sin may differ between JavaScript
 * engines (ECMA-262 leaves their last bits open): a seed thus gives the same weights in every browser.
 */
const LN_2 = 0.6931471805599453;
const SQRT_2 = 1.4142135623730951;
/** Radians per unit of a word that stands for one turn. */
const RADIANS = (2 * Math.PI) / 2 ** 32;
const QUARTER_BITS = 30;
const EIGHTH = 2 ** 29;

/** ln((word + 1/2) / 2^32), a finite negative number for every word. Relative error below 1e-15. */
function logarithm(word: number): number {
	if (word === 0) return -33 * LN_2;
	let exponent = 31 - Math.clz32(word);
	let mantissa = (word + 0.5) / ((1 << exponent) >>> 0);
	if (mantissa > SQRT_2) {
		mantissa /= 2;
		exponent++;
	}
	// ln m = 2 artanh t; with |t| < 0.172 the series is complete in doubles after t^21.
	const t = (mantissa - 1) / (mantissa + 1);
	const square = t * t;
	let sum = 0;
	for (let power = 21; power >= 1; power -= 2) sum = sum * square + 1 / power;
	return 2 * t * sum + (exponent - 32) * LN_2;
}

/** Taylor series on an eighth of a turn to either side of zero, complete in doubles. */
function sineNearZero(angle: number): number {
	const square = angle * angle;
	let sum = 1;
	for (let k = 16; k >= 2; k -= 2) sum = 1 - (sum * square) / (k * (k + 1));
	return angle * sum;
}

function cosineNearZero(angle: number): number {
	const square = angle * angle;
	let sum = 1;
	for (let k = 17; k >= 1; k -= 2) sum = 1 - (sum * square) / (k * (k + 1));
	return sum;
}

/** Cosine of `word` / 2^32 turns. */
function cosineOfTurn(word: number): number {
	const quarter = (word + EIGHTH) >>> QUARTER_BITS;
	const angle = ((word - ((quarter << QUARTER_BITS) >>> 0)) | 0) * RADIANS;
	switch (quarter) {
		case 0:
			return cosineNearZero(angle);
		case 1:
			return -sineNearZero(angle);
		case 2:
			return -cosineNearZero(angle);
		default:
			return sineNearZero(angle);
	}
}

/** Length of the pair of normals that comes from this word. */
export function radius(word: number): number {
	return Math.sqrt(-2 * logarithm(word));
}

/** Share of the pair's length that is its first (cosine) or second (sine) number. */
export function direction(word: number, second: boolean): number {
	// sin x = cos (x - a quarter of a turn)
	return cosineOfTurn(second ? (word - 2 ** QUARTER_BITS) >>> 0 : word);
}
