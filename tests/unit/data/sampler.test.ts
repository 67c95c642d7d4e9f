import { describe, expect, it } from 'vitest';
import { permutation, Sampler } from '$lib/data/sampler';
import { limit } from '$lib/data/set';
import { oneHot } from '$lib/data/targets';

describe('the sampler', () => {
	it('shows every image once an epoch, but for the last short batch', () => {
		const sampler = new Sampler(103, 10, 5);
		expect(sampler.stepsPerEpoch).toBe(10);
		for (const epoch of [0, 1, 2]) {
			const seen = new Set<number>();
			for (let b = 0; b < 10; b++) {
				const indices = sampler.indices(epoch * 10 + b);
				expect(indices).toHaveLength(10);
				for (const index of indices) seen.add(index);
			}
			expect(seen.size).toBe(100);
			expect(Math.max(...seen)).toBeLessThan(103);
		}
	});

	it('gives each step the same batch whatever came before', () => {
		const through = new Sampler(50, 8, 9);
		const batches = Array.from({ length: 20 }, (_, step) => [...through.indices(step)]);
		for (const step of [19, 0, 7, 6, 13]) {
			expect([...new Sampler(50, 8, 9).indices(step)]).toEqual(batches[step]);
			expect([...through.indices(step)]).toEqual(batches[step]);
		}
	});

	it('permutes otherwise in each epoch and for each seed', () => {
		const orders = [permutation(64, 0, 0), permutation(64, 0, 1), permutation(64, 1, 0)];
		expect(new Set(orders.map(String)).size).toBe(3);
		for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(64).keys()]);
	});

	it('favours no order: each of six comes up a sixth of the time', () => {
		const counts = new Map<string, number>();
		const runs = 6000;
		for (let epoch = 0; epoch < runs; epoch++) {
			const order = permutation(3, 123, epoch).join();
			counts.set(order, (counts.get(order) ?? 0) + 1);
		}
		expect(counts.size).toBe(6);
		// Chi-square with 5 degrees of freedom: 20.5 is passed once in a thousand; the draws are fixed, so never again.
		const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - runs / 6) ** 2 / (runs / 6), 0);
		expect(chiSquare).toBeLessThan(20.5);
	});

	it('refuses a set smaller than a batch', () => {
		expect(() => new Sampler(31, 32, 0)).toThrow('31 training images do not fill one batch of 32.');
	});
});

describe('targets', () => {
	it('are one-hot rows of the images asked for', () => {
		const labels = Uint8Array.from([2, 0, 1]);
		expect([...oneHot(labels, [2, 0], 3)]).toEqual([0, 1, 0, 0, 0, 1]);
		expect(() => oneHot(labels, [0], 2)).toThrow(RangeError);
		expect(() => oneHot(labels, [3], 3)).toThrow(RangeError);
	});
});

describe('a limit', () => {
	it('takes the first images and shares their memory', () => {
		const set = {
			count: 3,
			side: 1,
			images: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
			labels: Uint8Array.from([5, 6, 7])
		};
		const two = limit(set, 2);
		expect(two).toEqual({
			count: 2,
			side: 1,
			images: set.images.slice(0, 6),
			labels: set.labels.slice(0, 2)
		});
		expect(two.images.buffer).toBe(set.images.buffer);
		expect(limit(set, 4)).toBe(set);
		expect(limit(set, null)).toBe(set);
	});
});
