import { describe, expect, test } from 'vitest';
import type { DispatchTiming } from '$lib/engine/executor';
import { profileText, totalsBy, totalText } from '../../../src/cli/profileText';

const step: readonly DispatchTiming[] = [
	{ layer: 'stem', pass: 'forward', kernel: 'conv', macs: 3_000_000, bytes: 1_000_000, ns: 2_000_000 },
	{ layer: 'bn1', pass: 'forward', kernel: 'moments', macs: 0, bytes: 500_000, ns: 1_000_000 },
	{ layer: 'head', pass: 'forward', kernel: 'conv', macs: 9_000_000, bytes: 3_000_000, ns: 6_000_000 },
	{ layer: 'bn1', pass: 'backward', kernel: 'joinSums', macs: 0, bytes: 0, ns: 1_000_000 }
];

describe('totals', () => {
	test('add up what has one name, in the order of the step', () => {
		expect(totalsBy(step, ({ kernel }) => kernel)).toEqual([
			{ name: 'conv', calls: 2, macs: 12_000_000, bytes: 4_000_000, ns: 8_000_000 },
			{ name: 'moments', calls: 1, macs: 0, bytes: 500_000, ns: 1_000_000 },
			{ name: 'joinSums', calls: 1, macs: 0, bytes: 0, ns: 1_000_000 }
		]);
		expect(totalsBy(step, ({ layer }) => layer).map(({ name, calls }) => [name, calls])).toEqual([
			['stem', 1],
			['bn1', 2],
			['head', 1]
		]);
	});
});

/** The cells of the first line that begins so. */
function cells(text: string, begin: string): string[] | undefined {
	return text
		.split('\n')
		.find((line) => line.startsWith(begin))
		?.split(/\s{2,}/);
}

describe('the text', () => {
	const text = profileText(step);
	const header = ['kernel', 'calls', 'µs', 'share (%)', 'MMAC', 'GFLOP/s', 'MB', 'GB/s'];

	test('gives time, share, and rates with two operations for a multiply-add', () => {
		expect(cells(text, 'kernel')).toEqual(header);
		expect(cells(text, 'conv')).toEqual(['conv', '2', '8,000', '80', '12', '3', '4', '0.5']);
		expect(cells(text, 'bn1')).toEqual(['bn1', '2', '2,000', '20', '0', '–', '0.5', '0.25']);
		expect(cells(text, 'step')).toEqual(['step', '4', '10,000', '100', '12', '2.4', '4.5', '0.45']);
	});

	test('has the longest kernels first, then layers and dispatches in the order of the step', () => {
		const first = (table: string) => table.split('\n').map((line) => line.split(/\s{2,}/)[0]);
		expect(text.split('\n\n').map(first)).toEqual([
			['kernel', 'conv', 'moments', 'joinSums', 'step'],
			['layer', 'stem', 'bn1', 'head'],
			['layer', 'stem', 'bn1', 'head', 'bn1']
		]);
		const [, , dispatches = ''] = text.split('\n\n');
		const last = ['head', 'forward', 'conv', '6,000', '60', '9', '3', '3', '0.5'];
		expect(cells(dispatches, 'head')).toEqual(last);
	});

	test('claims no rate where the clock saw no time', () => {
		const timeless = profileText(step.map((each) => ({ ...each, ns: 0 })));
		expect(cells(timeless, 'conv')).toEqual(['conv', '2', '0', '–', '12', '–', '4', '–']);
	});
});

describe('the total', () => {
	test('is in milliseconds and operations, two for a multiply-add, and a share of a plain product', () => {
		expect(totalText(step, 4.8)).toBe(
			'In all 10 ms for 0.024 GFLOP: 2.4 GFLOP/s, 50 % of a plain matrix product on one thread (4.8 GFLOP/s).'
		);
		expect(totalText(step, null)).toBe('In all 10 ms for 0.024 GFLOP: 2.4 GFLOP/s.');
	});

	test('claims no rate where the clock saw no time', () => {
		const timeless = step.map((each) => ({ ...each, ns: 0 }));
		expect(totalText(timeless, 4.8)).toBe('In all 0 ms for 0.024 GFLOP.');
	});
});
