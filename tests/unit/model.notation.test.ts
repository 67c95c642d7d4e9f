import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { readNetwork, writeNetwork } from '$lib/model/notation';
import type { Variant } from '$lib/model/variant';
import { findVariant, variantNames } from '$lib/model/variants';

const variants = variantNames.map((name) => findVariant(name)!);
const counted = (variant: Variant) => countGraph(buildGraph(variant, { classes: 10 }), 32);
const nano =
	'stem_s1_c16-er_r1_k3_s1_e1_c16-er_r2_k3_s2_e4_c32-ir_r2_k3_s2_e4_c48_se0.25-ir_r2_k3_s2_e6_c64_se0.25-head_c256';

describe('a network written as a name', () => {
	test('is a variant like any other', () => {
		expect(writeNetwork(findVariant('v2-nano')!)).toBe(nano);
		const written = findVariant(nano)!;
		expect(written).toEqual({ ...findVariant('v2-nano'), name: nano });
		expect(counted(written)).toEqual(counted(findVariant('v2-nano')!));
	});

	test.each(variants.map((variant) => [variant.name, variant] as const))(
		'holds the table of %s',
		(_, variant) => {
			expect(readNetwork(writeNetwork(variant))).toMatchObject({
				stem: variant.stem,
				stages: variant.stages,
				headChannels: variant.headChannels
			});
		}
	);

	test.each([
		['stem_s1_c16-head_c64', 'Between stem and head there must be 1 to 12 stages, not 0.'],
		['stem_s3_c16-er_r1_k3_s1_e1_c16-head_c64', '"stem_s3_c16": s must be whole, from 1 to 2.'],
		['stem_c16-er_r1_k3_s1_e1_c16-head_c64', '"stem_c16": s is missing.'],
		[
			'stem_s1_c16-cn_r1_k3_s1_e1_c16-head_c64',
			'"cn_r1_k3_s1_e1_c16" is no stage: it must begin with er_ (Fused-MBConv) or ir_ (MBConv).'
		],
		['stem_s1_c16-er_r1_k4_s1_e1_c16-head_c64', '"er_r1_k4_s1_e1_c16": k must be 3 or 5.'],
		['stem_s1_c16-er_r0_k3_s1_e1_c16-head_c64', '"er_r0_k3_s1_e1_c16": r must be whole, from 1 to 32.'],
		['stem_s1_c16-er_r1_k3_s1_e1_c16_se2-head_c64', '"er_r1_k3_s1_e1_c16_se2": se must be from 0 to 1.'],
		['stem_s1_c16-er_r1_r2_k3_s1_e1_c16-head_c64', '"er_r1_r2_k3_s1_e1_c16": "r2" is not understood.'],
		['stem_s1_c16-er_r1_k3_s1_e1_c16', '"er_r1_k3_s1_e1_c16" stands where head_… is expected.'],
		['v2-nano', '"v2" stands where stem_… is expected.']
	])('tells in a sentence what is wrong: %s', (text, sentence) => {
		expect(readNetwork(text)).toBe(sentence);
	});

	test('is read back whatever was written, and equal tables have one name', () => {
		const token = fc.constantFrom(
			'_',
			'-',
			'er',
			'ir',
			'stem',
			'head',
			'r1',
			'k3',
			's1',
			's2',
			'e4',
			'c8',
			'c9999',
			'se0.5',
			'se',
			'1e9',
			'-1'
		);
		const anything = fc.oneof(
			fc.string(),
			fc.array(token, { maxLength: 30 }).map((parts) => `stem_s1_c8-${parts.join('')}-head_c8`)
		);
		fc.assert(
			fc.property(anything, (text) => {
				const network = readNetwork(text);
				if (typeof network === 'string') return;
				expect(readNetwork(network.name)).toEqual(network);
				expect(counted(network).parameters).toBeGreaterThan(0);
			})
		);
	});
});
