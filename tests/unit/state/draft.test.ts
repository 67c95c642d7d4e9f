import { describe, expect, test } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import { Draft } from '$lib/state/draft.svelte';
import { sameConfig } from '$lib/state/field';
import { unregularised } from '$lib/recipe/schedule';

describe('Draft', () => {
	test('takes a value and leaves the rest shared', () => {
		const before = defaultConfig('gpu');
		const draft = new Draft(before);
		expect(draft.edited).toBe(false);
		expect(draft.set('stages.1.size', 20)).toBe(true);
		expect(draft.config.stages[1]).toEqual({ ...before.stages[1], size: 20 });
		expect(draft.config.stages[0]).toEqual(before.stages[0]);
		expect(before.stages[1]?.size).not.toBe(20);
		expect(draft.edited).toBe(true);
	});

	test.each([
		['batch', 2.5, { kind: 'whole' }],
		['batch', 0, { kind: 'at-least', limit: 1 }],
		['batch', NaN, { kind: 'number' }],
		['batch', 4096, { kind: 'at-most', limit: 1024 }],
		['batch', '32', { kind: 'number' }],
		['stages.0.size', 7, { kind: 'at-least', limit: 8 }],
		['stages.0.size', 513, { kind: 'at-most', limit: 512 }],
		['stages.2.dropout', -0.1, { kind: 'at-least', limit: 0 }],
		['learningRate.peak', 0, { kind: 'above', limit: 0 }],
		['learningRate.peak', Infinity, { kind: 'number' }],
		['learningRate.schedule', 'linear', { kind: 'unknown' }],
		['stages', [], { kind: 'at-least', limit: 1 }],
		['seed', -1, { kind: 'at-least', limit: 0 }]
	] as const)('refuses %s = %s and keeps what was there', (field, value, error) => {
		const draft = new Draft(defaultConfig('gpu'));
		expect(draft.set(field, value)).toBe(false);
		expect(draft.error(field)).toEqual(error);
		expect(draft.config).toEqual(defaultConfig('gpu'));
		expect(draft.edited).toBe(false);
	});

	test('a batch may not be larger than the training images, nor they fewer than a batch', () => {
		const draft = new Draft(defaultConfig('cpu'));
		expect(draft.set('batch', 1001)).toBe(false);
		expect(draft.error('batch')).toEqual({ kind: 'at-most', limit: 1000 });
		expect(draft.set('data.train', 20)).toBe(false);
		expect(draft.error('data.train')).toEqual({ kind: 'at-least', limit: 32 });
		expect(draft.set('batch', 16) && draft.set('data.train', 20)).toBe(true);
		expect(draft.errors).toEqual({});
	});

	test('a good value takes the error away, of that field only', () => {
		const draft = new Draft(defaultConfig('gpu'));
		draft.set('batch', 0);
		draft.set('seed', -1);
		draft.set('batch', 16);
		expect(draft.errors).toEqual({ seed: { kind: 'at-least', limit: 0 } });
	});

	test('replacing the stage table forgets the errors of its rows', () => {
		const draft = new Draft(defaultConfig('gpu'));
		draft.set('stages.3.size', 1);
		draft.set('stages', [{ ...unregularised, size: 16, epochs: 2 }]);
		expect(draft.errors).toEqual({});
		expect(draft.config.stages).toHaveLength(1);
	});

	test('a field that does not exist is refused', () => {
		const draft = new Draft(defaultConfig('gpu'));
		expect(draft.set('optimizer.beta1', 0.9)).toBe(false);
		expect(draft.config.optimizer).toEqual(defaultConfig('gpu').optimizer);
		expect(draft.set('stages.9.size', 16)).toBe(false);
	});
});

test('sameConfig compares values, not identity or order', () => {
	const config = defaultConfig('cpu');
	const turned = Object.fromEntries(Object.entries(structuredClone(config)).reverse());
	expect(sameConfig(config, turned)).toBe(true);
	expect(sameConfig(config, { ...config, seed: 1 })).toBe(false);
	expect(sameConfig(config, { ...config, stages: config.stages.slice(1) })).toBe(false);
	expect(sameConfig([], {})).toBe(false);
});
