import { describe, expect, test } from 'vitest';
import { neighbours } from '$lib/labs/search/draw';
import { genesText } from '$lib/labs/search/genes';
import { livingOf, propose } from '$lib/labs/search/propose';
import type { Proposal } from '$lib/labs/search/result';
import { searchSpace } from '$lib/labs/search/space';
import { pico, resultOf, resultsOf, settings } from './searchResults';

const random = settings({ algorithm: 'random', seed: 7 });
const evolution = settings({ algorithm: 'evolution', seed: 7 });
const texts = (results: readonly Proposal[]) => results.map(({ genes }) => genesText(genes));

/** The more Fused-MBConv, the more accurate: something that evolution can climb. */
const fusedIsRight = (proposal: Proposal) =>
	resultOf(proposal, 0.2 + 0.1 * proposal.genes.filter(({ op }) => op === 'fused_mbconv').length);

describe('random search', () => {
	test('begins with the backbone, draws anew each time and proposes nothing twice', () => {
		const results = resultsOf(40, random);
		expect(texts(results)[0]).toBe('f3e1x1 f3e4x1 m3e4x1 m3e4x1 m3e4x1');
		expect(results.map(({ origin }) => origin)).toEqual(['backbone', ...Array<string>(39).fill('random')]);
		expect(new Set(texts(results)).size).toBe(40);
	});

	test('a seed gives the same candidates whatever was measured, another seed others', () => {
		const once = texts(resultsOf(12, random));
		expect(texts(resultsOf(12, random, fusedIsRight))).toEqual(once);
		expect(texts(resultsOf(12, { ...random, seed: 8 })).slice(1)).not.toEqual(once.slice(1));
	});
});

describe('regularised evolution', () => {
	test('fills its population at random, then mutates one choice of a living candidate', () => {
		const results = resultsOf(30, evolution, fusedIsRight);
		expect(texts(results.slice(0, 4))).toEqual(texts(resultsOf(4, random)));
		for (const { number, parent, origin, genes } of results.slice(4)) {
			expect(origin).toBe('mutation');
			const living = livingOf(results.slice(0, number), evolution).map((result) => result.number);
			expect(living).toEqual([number - 4, number - 3, number - 2, number - 1]);
			expect(living).toContain(parent);
			const near = neighbours(searchSpace(pico), results[parent!]!.genes).map(genesText);
			expect(near).toContain(genesText(genes));
		}
	});

	test('the oldest dies, however good it was', () => {
		// All but the second are equal; it is the best by far and must not be a parent once it is too old.
		const judge = (proposal: Proposal) => resultOf(proposal, proposal.number === 1 ? 0.9 : 0.1);
		const results = resultsOf(20, settings({ ...evolution, tournament: 16 }), judge);
		expect(results.filter(({ parent }) => parent === 1).map(({ number }) => number)).toEqual([4, 5]);
	});

	test('takes the better of those that it draws: it climbs, and faster than chance', () => {
		const climbing = settings({ seed: 3, population: 8, tournament: 4 });
		const mean = (results: ReturnType<typeof resultsOf>) =>
			results.slice(-10).reduce((sum, { accuracy }) => sum + accuracy!, 0) / 10;
		const evolved = resultsOf(60, climbing, fusedIsRight);
		const drawn = resultsOf(60, { ...climbing, algorithm: 'random' }, fusedIsRight);
		expect(mean(evolved)).toBeGreaterThan(mean(drawn) + 0.1);
	});

	test('goes on with the same candidates from its results', () => {
		const all = resultsOf(25, evolution, fusedIsRight);
		for (const cut of [0, 1, 4, 11, 24]) {
			expect(propose(pico, evolution, all.slice(0, cut))).toMatchObject({
				number: cut,
				genes: all[cut]!.genes,
				parent: all[cut]!.parent
			});
		}
	});

	test('weighs time as the exponents say', () => {
		// Fused-MBConv early is accurate, and slow: only where time does not count is it the parent.
		const judge = (proposal: Proposal) => {
			const fused = proposal.genes[1]!.op === 'fused_mbconv';
			return resultOf(proposal, fused ? 0.6 : 0.5, fused ? 100 : 1);
		};
		const share = (w: number) => {
			const results = resultsOf(40, settings({ seed: 5, w, population: 6, tournament: 6 }), judge);
			return results.slice(20).filter(({ genes }) => genes[1]!.op === 'fused_mbconv').length / 20;
		};
		expect(share(0)).toBeGreaterThan(share(-0.5) + 0.5);
	});
});

test('where every network was measured there is no next one', () => {
	const stage = pico.stages[0]!;
	const small = { ...pico, stages: [stage] };
	const results = [];
	for (;;) {
		const proposal = propose(small, random, results);
		if (proposal === null) break;
		results.push({ ...proposal, accuracy: 0, step: null, parameters: 1, macs: 1, totalMs: 1 });
	}
	// Two blocks, two kernels, three expansions, one or two layers.
	expect(new Set(texts(results)).size).toBe(24);
});
