/** Absurd numbers: refused by every field and by the address, and the design stays as it was. */
import { describe, expect, test } from 'vitest';
import { presets } from '$lib/figures/scaling/presets';
import { searchSettingsSchema } from '$lib/labs/search/settings';
import { readNetwork } from '$lib/model/notation';
import { designVariant, type DesignField } from '$lib/state/scaling/design';
import { edit } from '$lib/state/scaling/edit';
import { designLink, readDesign } from '$lib/state/scaling/link';
import * as v from 'valibot';

const usual = presets.m;
const compound = presets.b7;

const never = [NaN, Infinity, -Infinity, -1, 1e9] as const;
const fields: readonly (readonly [DesignField, readonly number[]])[] = [
	...(['alpha', 'beta', 'gamma'] as const).map((field) => [field, [0, 0.99, 2.01]] as const),
	['phi', [10.1]],
	...(['depth', 'width', 'resolution'] as const).map((field) => [field, [0, 0.09, 10.1]] as const),
	['cap', [0, 15, 64.5, 1025]],
	['lastLayers', [0.5, 41]],
	['batch', [0, 1.5, 4097]],
	...Array.from({ length: 7 }, (_, stage) => [`added.${stage}`, [0.5, 41]] as const)
];

describe.each(fields)('%s', (field, own) => {
	test.each([...never, ...own])('does not take %d', (value) => {
		for (const design of [usual, compound]) expect(edit(design, field, value)).toHaveProperty('error');
	});

	test.each([...never, ...own, 'much', ''])('is not taken as %s from an address', (value) => {
		const [name, stage] = field.split('.');
		const text =
			stage === undefined ? String(value) : usual.added.with(Number(stage), value as number).join(',');
		const read = readDesign(`${designLink(usual)}&${name}=${text}`, usual);
		expect(read?.design).toEqual(usual);
		expect(read?.refused).toEqual([name]);
	});
});

test('numbers that are each allowed do not make an absurd network together', () => {
	for (const [field, value] of [
		['phi', 10],
		['alpha', 2],
		['gamma', 2]
	] as const) {
		const edited = edit({ ...compound, phi: 7, alpha: 1.9, gamma: 1.15 }, field, value);
		expect(edited).toHaveProperty('error.whole');
	}
	expect(readDesign(`${designLink(compound)}&alpha=2&beta=2&gamma=2&phi=10`, usual)).toEqual({
		design: usual,
		refused: ['design']
	});
});

test('no factor empties a stage', () => {
	const small = designVariant(
		{ ...usual, depth: 0.1, width: 0.1, added: [0, 0, 0, 0, 0, 0, 0], lastLayers: 0 },
		''
	);
	expect(small.stages.every(({ layers, out }) => layers >= 1 && out >= 8)).toBe(true);
});

test.each([
	['no blocks', 'stem_s1_c8-er_r0_k3_s1_e1_c8-head_c16'],
	['no channels', 'stem_s1_c8-er_r1_k3_s1_e1_c0-head_c16'],
	['no expansion', 'stem_s1_c8-ir_r1_k3_s1_e0_c8-head_c16'],
	['an empty stage', 'stem_s1_c8--head_c16'],
	['no stage', 'stem_s1_c8-head_c16'],
	['a million blocks', 'stem_s1_c8-er_r1000000_k3_s1_e1_c8-head_c16']
])('a written network with %s is refused in a sentence', (_, text) => {
	expect(readNetwork(text)).toEqual(expect.any(String));
});

test.each([NaN, Infinity, 0.01, -1.01, '−0.07', null])('the search takes no exponent %s', (value) => {
	const { w, v: other } = searchSettingsSchema.entries;
	for (const schema of [w, other]) expect(v.safeParse(schema, value).success).toBe(false);
});
