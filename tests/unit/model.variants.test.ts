import { describe, expect, it } from 'vitest';
import type { StageTable, Variant } from '$lib/model/variant';
import { findVariant, variantNames } from '$lib/model/variants';
import architectures from '../fixtures/architectures.json';
import smallVariants from '../fixtures/small-variants.json';

type FixtureStage = (typeof architectures.variants)[number]['stages'][number];

function variantOf(name: string): Variant {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`No variant ${name}`);
	return variant;
}

const rowsOf = (stages: readonly StageTable[]) =>
	stages.map(({ expandRatio, seRatio, ...rest }) => ({ ...rest, expand: expandRatio, se_ratio: seRatio }));

const tables: { name: string; stages: FixtureStage[] }[] = [
	...architectures.variants,
	...smallVariants.variants
];

describe('block tables', () => {
	it.each(tables)('$name is the published table', ({ name, stages }) => {
		expect(rowsOf(variantOf(name).stages)).toEqual(stages);
	});

	it.each(architectures.variants)('$name has the released stem, head, sizes and rates', (published) => {
		const variant = variantOf(published.name);
		expect(variant.family).toBe(published.family);
		expect(variant.stem).toMatchObject({ kernel: 3, stride: 2, out: published.stem.out });
		expect(variant.headChannels).toBe(published.head.out);
		expect(variant.classes).toBe(published.head.classes);
		expect(variant.evalSize).toBe(published.eval_size);
		expect(variant.dropout).toBe(published.dropout ?? 0.2);
		expect(variant.survivalProbability).toBe(published.survival_prob_last);
	});

	it.each(smallVariants.variants)(
		'$name and its twins suit 32 px and ten classes',
		({ name, stem, head }) => {
			for (const variant of [name, `${name}-mbconv`, `${name}-fused`].map(variantOf)) {
				expect(variant.family).toBe('small');
				expect(variant.stem).toEqual({ kernel: 3, stride: stem.stride, out: stem.out });
				expect(variant.headChannels).toBe(head.out);
				expect(variant.classes).toBe(10);
				expect(variant.evalSize).toBe(32);
			}
		}
	);

	it('keep the channels of a stage to the next', () => {
		for (const { stem, stages } of variantNames.map(variantOf)) {
			let channels = stem.out;
			for (const stage of stages) {
				expect(stage.in).toBe(channels);
				channels = stage.out;
			}
		}
	});

	it('cover the fixtures and nothing else', () => {
		const twins = smallVariants.variants.flatMap(({ name }) => [`${name}-mbconv`, `${name}-fused`]);
		expect([...variantNames].sort()).toEqual([...tables.map(({ name }) => name), ...twins].sort());
		expect(findVariant('v2-giant')).toBeUndefined();
		expect(findVariant('constructor')).toBeUndefined();
	});
});
