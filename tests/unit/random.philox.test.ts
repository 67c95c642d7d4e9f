import { describe, expect, it } from 'vitest';
import { philox } from '$lib/random/philox';

type Words = [number, number, number, number];
interface KnownAnswer {
	readonly counter: Words;
	readonly key: [number, number];
	readonly result: Words;
}

/** Published with Random123 (kat_vectors, `philox4x32 10`). */
const knownAnswers: readonly KnownAnswer[] = [
	{
		counter: [0, 0, 0, 0],
		key: [0, 0],
		result: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
	},
	{
		counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
		key: [0xffffffff, 0xffffffff],
		result: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
	},
	{
		counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
		key: [0xa4093822, 0x299f31d0],
		result: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
	}
];

describe('philox', () => {
	it.each(knownAnswers)('gives the published words for counter $counter', ({ counter, key, result }) => {
		const out = new Uint32Array(4);
		philox(out, ...counter, ...key);
		expect([...out]).toEqual(result);
	});

	it('multiplies as 64-bit integers do', () => {
		// One round by BigInt at counters whose 16-bit halves carry: the whole generator against an independent form.
		const out = new Uint32Array(4);
		for (let n = 0; n < 200; n++) {
			const counter: Words = [n * 0x01000193, 0xffff0000 + n, 0xffffffff - n * 77777, n].map(
				(word) => word >>> 0
			) as Words;
			philox(out, ...counter, n, 0xdeadbeef);
			expect([...out]).toEqual(philoxByBigInt(counter, [n, 0xdeadbeef]));
		}
	});
});

function philoxByBigInt(counter: Words, key: readonly [number, number]): number[] {
	const mask = 0xffffffffn;
	let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
	let [k0, k1] = key.map(BigInt) as [bigint, bigint];
	for (let round = 0; round < 10; round++) {
		const p0 = 0xd2511f53n * c0;
		const p1 = 0xcd9e8d57n * c2;
		[c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
		k0 = (k0 + 0x9e3779b9n) & mask;
		k1 = (k1 + 0xbb67ae85n) & mask;
	}
	return [c0, c1, c2, c3].map(Number);
}
