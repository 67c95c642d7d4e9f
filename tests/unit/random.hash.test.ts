import { describe, expect, it } from 'vitest';
import { fnv1a32, mix32 } from '$lib/random/hash';
import fixture from '../fixtures/formula.json';

describe('hashes of the reference formula', () => {
	it.each(fixture.mix32)('mix32($x)', ({ x, y }) => {
		expect(mix32(x)).toBe(y);
	});

	it.each(fixture.fnv1a32)('fnv1a32("$text")', ({ text, hash }) => {
		expect(fnv1a32(text)).toBe(hash);
	});

	it.each(fixture.keys)('draws of $name, seed $seed', ({ name, seed, key, u }) => {
		expect(mix32(fnv1a32(name) ^ mix32(seed))).toBe(key);
		for (const { i, times2to24 } of u) {
			expect(mix32((key + Math.imul(i, 0x9e3779b9)) | 0) >>> 8).toBe(times2to24);
		}
	});
});
