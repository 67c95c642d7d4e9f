import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { findVariant, variantNames } from '$lib/model/variants';
import { fnv1a32 } from '$lib/random/hash';
import names from '../fixtures/names.json';

describe('parameter names', () => {
	it.each(names.variants)(
		"$variant: names, shapes and order of timm's state dict",
		({ variant, tensors }) => {
			const table = findVariant(variant);
			if (table === undefined) throw new Error(`No variant ${variant}`);
			const ours = buildGraph(table).parameters.map(({ name, shape }) => [name, shape]);
			expect(ours).toEqual(tensors.map(([name, shape]) => [name, shape]));
		}
	);

	it('key different streams of random numbers within every network', () => {
		for (const name of variantNames) {
			const table = findVariant(name);
			if (table === undefined) throw new Error(`No variant ${name}`);
			const parameters = buildGraph(table).parameters.map((spec) => spec.name);
			expect(new Set(parameters.map(fnv1a32)).size).toBe(parameters.length);
		}
	});
});
