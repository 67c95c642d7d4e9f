import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dice, neighbours, sampleGenes } from '$lib/labs/search/draw';
import { expansions, genesText, kernels, ops, parseGenes, type Genes } from '$lib/labs/search/genes';
import { candidateVariant, genesOf, inSpace, searchSpace, spaceSize } from '$lib/labs/search/space';
import { backbones } from '$lib/labs/search/settings';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';

const pico = findVariant('v2-pico')!;
const space = searchSpace(pico);
const seed = fc.nat(0xffffffff);

const anyGenes: fc.Arbitrary<Genes> = fc.array(
	fc.record({
		op: fc.constantFrom(...ops),
		kernel: fc.constantFrom(...kernels),
		expansion: fc.constantFrom(...expansions),
		layers: fc.integer({ min: 1, max: 16 })
	}),
	{ minLength: 1, maxLength: 8 }
);

describe('genes', () => {
	test('are the same after they were written and read', () => {
		fc.assert(
			fc.property(anyGenes, (genes) => {
				expect(parseGenes(genesText(genes))).toEqual(genes);
			})
		);
	});

	test.each(['', 'f3e4x0', 'f4e4x1', 'f3e5x1', 'x3e4x1', 'f3e4x1,m3e4x1', 'f3e4x17', ' f3e4x1', 'f3e4x01'])(
		'"%s" are none',
		(text) => {
			expect(parseGenes(text)).toBeNull();
		}
	);

	test('no text breaks the reader', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const genes = parseGenes(text);
				if (genes !== null) expect(genesText(genes)).toBe(text);
			})
		);
	});
});

describe('the search space', () => {
	test("holds the paper's choices of every stage, and one layer more or fewer", () => {
		expect(space).toHaveLength(5);
		expect(space[0]).toEqual({
			op: ['mbconv', 'fused_mbconv'],
			kernel: [3, 5],
			expansion: [1, 4, 6],
			layers: [1, 2]
		});
		expect(searchSpace(findVariant('v2-nano')!)[1]?.layers).toEqual([1, 2, 3]);
		expect(spaceSize(space)).toBe(24 ** 5);
	});

	test.each(backbones)('has %s itself in it, unchanged', (name) => {
		const backbone = findVariant(name)!;
		const genes = genesOf(backbone);
		expect(inSpace(searchSpace(backbone), genes)).toBe(true);
		expect(candidateVariant(backbone, genes, name)).toEqual(backbone);
	});

	test('refuses what an expansion or a number of stages does not allow', () => {
		expect(() => genesOf({ ...pico, stages: [{ ...pico.stages[0]!, expandRatio: 3 }] })).toThrow(RangeError);
		expect(() => candidateVariant(pico, genesOf(pico).slice(1), 'short')).toThrow(RangeError);
		expect(inSpace(space, genesOf(pico).slice(1))).toBe(false);
	});

	test('every candidate is a network with the channels and strides of the backbone', () => {
		fc.assert(
			fc.property(seed, fc.nat(999), (from, number) => {
				const genes = sampleGenes(space, new Dice(from, 'sample', number, 0));
				expect(inSpace(space, genes)).toBe(true);
				const variant = candidateVariant(pico, genes, 'candidate');
				const shape = ({ in: input, out, stride }: (typeof pico.stages)[number]) => [input, out, stride];
				expect(variant.stages.map(shape)).toEqual(pico.stages.map(shape));
				expect(variant.stages.every(({ op, seRatio }) => seRatio === (op === 'mbconv' ? 0.25 : 0))).toBe(
					true
				);
				expect(countGraph(buildGraph(variant), 16).parameters).toBeGreaterThan(10_000);
			}),
			{ numRuns: 40 }
		);
	});

	test('samples every choice about as often', () => {
		const drawn = Array.from({ length: 600 }, (_, number) =>
			sampleGenes(space, new Dice(3, 'sample', number, 0))
		);
		for (let stage = 0; stage < 5; stage++) {
			for (const [name, values] of Object.entries<readonly (string | number)[]>({ ...space[stage]! })) {
				for (const value of values) {
					const share =
						drawn.filter((genes) =>
							Object.entries(genes[stage]!).some(([gene, at]) => gene === name && at === value)
						).length / 600;
					expect(Math.abs(share - 1 / values.length)).toBeLessThan(0.09);
				}
			}
		}
	});
});

test('neighbours differ in one choice of one stage, and none is left out', () => {
	fc.assert(
		fc.property(seed, (from) => {
			const genes = sampleGenes(space, new Dice(from, 'sample', 1, 0));
			const near = neighbours(space, genes);
			// Of each stage: the other block, the other kernel, two expansions, the other number of layers.
			expect(new Set(near.map(genesText)).size).toBe(5 * 5);
			for (const other of near) {
				expect(inSpace(space, other)).toBe(true);
				const changes = other.flatMap((stage, index) =>
					(['op', 'kernel', 'expansion', 'layers'] as const).filter(
						(gene) => stage[gene] !== genes[index]![gene]
					)
				);
				expect(changes).toHaveLength(1);
			}
		}),
		{ numRuns: 30 }
	);
});
