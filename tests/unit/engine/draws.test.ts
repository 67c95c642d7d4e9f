import { describe, expect, test } from 'vitest';
import { dropoutMask, dropPathMask, type DropRates } from '$lib/engine/tfjs/draws';
import type { AddOp, DropoutOp } from '$lib/model/graph';
import { useEngine } from '../../suites/useEngine';

useEngine('tfjs-cpu');

const add = (depth: number, name = 'blocks.1.1.residual'): AddOp => ({
	kind: 'add',
	name,
	input: 1,
	skip: 0,
	output: 2,
	stage: 'stage2',
	block: 1,
	depth
});
const dropout: DropoutOp = {
	kind: 'dropout',
	name: 'dropout',
	input: 0,
	output: 1,
	stage: 'head',
	block: null
};
const rates: DropRates = { seed: 3, step: 0, dropout: 0.25, dropPath: 0.4 };

const pathValues = async (op: AddOp, at: DropRates, batch = 64) => [
	...((await dropPathMask(op, at, batch)?.data<'float32'>()) ?? [])
];

describe('drop path', () => {
	test('drops with the rate of its depth and divides what stays by the share that stays', async () => {
		const values = await pathValues(add(0.5), rates, 20_000);
		expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.8)]));
		const dropped = values.filter((value) => value === 0).length / values.length;
		// Four standard deviations of 20,000 draws at 0.2.
		expect(Math.abs(dropped - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 20_000));
	});

	test('leaves the first block and a rate of 0 alone', () => {
		expect(dropPathMask(add(0), rates, 8)).toBeNull();
		expect(dropPathMask(add(0.5), { ...rates, dropPath: 0 }, 8)).toBeNull();
	});

	test('is the same again, and another for another step, seed or block', async () => {
		const values = await pathValues(add(0.5), rates);
		expect(await pathValues(add(0.5), rates)).toEqual(values);
		expect(await pathValues(add(0.5), { ...rates, step: 1 })).not.toEqual(values);
		expect(await pathValues(add(0.5), { ...rates, seed: 4 })).not.toEqual(values);
		expect(await pathValues(add(0.5, 'blocks.2.1.residual'), rates)).not.toEqual(values);
	});

	test('the first images of a larger batch draw as those of a smaller one', async () => {
		expect((await pathValues(add(0.5), rates, 64)).slice(0, 16)).toEqual(
			await pathValues(add(0.5), rates, 16)
		);
	});
});

describe('dropout', () => {
	test('drops each feature of each image by itself', async () => {
		const mask = dropoutMask(dropout, rates, 100, 200);
		expect(mask?.shape).toEqual([100, 200]);
		const values = [...((await mask?.data<'float32'>()) ?? [])];
		expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
		const kept = values.filter((value) => value !== 0).length / values.length;
		expect(Math.abs(kept - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000));
		expect(values.slice(0, 200)).not.toEqual(values.slice(200, 400));
	});

	test('a rate of 0 needs no mask', () => {
		expect(dropoutMask(dropout, { ...rates, dropout: 0 }, 4, 4)).toBeNull();
	});
});
