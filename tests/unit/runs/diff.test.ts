import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import { fieldsOf, sameValue } from '$lib/recipe/fields';
import { differences, distinctions } from '$lib/runs/diff';
import { someConfig } from './someConfig';

const base = defaultConfig('cpu');
const larger = { ...base, stages: base.stages.map((stage) => ({ ...stage, size: stage.size + 8 })) };
const adam = {
	...base,
	optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
	seed: 2
} as const;

test('runs differ in fields, each with all values', () => {
	expect(differences([base, base])).toEqual([]);
	expect(differences([base, larger])).toEqual([
		{
			field: 'stages.size',
			values: [
				[12, 16, 20, 24],
				[20, 24, 28, 32]
			]
		}
	]);
	expect(differences([base, adam])).toContainEqual({ field: 'optimizer.momentum', values: [0.9, undefined] });
});

test('each is called by what the first is not', () => {
	const names = distinctions([base, larger, base, { ...base, seed: 2 }]);
	expect(names).toEqual([
		[],
		[{ field: 'stages.size', value: [20, 24, 28, 32] }],
		[],
		[{ field: 'seed', value: 2 }]
	]);
});

test('of any two configurations all that is not told is the same', () => {
	fc.assert(
		fc.property(someConfig, someConfig, (a, b) => {
			const told = new Map(differences([a, b]).map(({ field, values }) => [field, values]));
			const [left, right] = [fieldsOf(a), fieldsOf(b)];
			for (const field of new Set([...left.keys(), ...right.keys()])) {
				expect(sameValue(left.get(field), right.get(field))).toBe(!told.has(field));
			}
		}),
		{ numRuns: 50 }
	);
});
