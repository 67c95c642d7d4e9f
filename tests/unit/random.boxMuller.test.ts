import { describe, expect, it } from 'vitest';
import { direction, radius } from '$lib/random/boxMuller';

/** Both ends, every power of two and its neighbours, and a spread between. */
const words = [
	0,
	1,
	2,
	3,
	0xfffffffe,
	0xffffffff,
	...Array.from({ length: 30 }, (_, i) => 2 ** (i + 2)).flatMap((power) => [power - 1, power, power + 1]),
	...Array.from({ length: 5000 }, (_, i) => (i * 0x9e3779b9) >>> 0)
];

describe('boxMuller', () => {
	it('takes the radius as Math.log and Math.sqrt do', () => {
		for (const word of words) {
			const expected = Math.sqrt(-2 * Math.log((word + 0.5) / 2 ** 32));
			expect(Math.abs(radius(word) / expected - 1), `word ${word}`).toBeLessThan(1e-15);
		}
	});

	it('takes the direction as Math.cos and Math.sin do', () => {
		for (const word of words) {
			const angle = (2 * Math.PI * word) / 2 ** 32;
			expect(Math.abs(direction(word, false) - Math.cos(angle)), `word ${word}`).toBeLessThan(1e-15);
			expect(Math.abs(direction(word, true) - Math.sin(angle)), `word ${word}`).toBeLessThan(1e-15);
		}
	});
});
