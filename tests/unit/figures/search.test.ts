import { describe, expect, test } from 'vitest';
import {
	isoReward,
	pricedPoint,
	publishedNetworks,
	publishedSources,
	rankedNetworks
} from '$lib/figures/search/published';
import {
	candidatePoints,
	comparable,
	differing,
	earlyAndLate,
	partingOf,
	stairs,
	uncertainty
} from '$lib/figures/search/view';
import { rewarded } from '$lib/labs/search/front';
import { searchExponents } from '$lib/paper/search';
import { table7 } from '$lib/paper/tables/imagenet';
import { cellOf, type ColumnName } from '$lib/paper/tables/table';
import { backboneResult, resultOf as measured, resultsOf, settings } from '../labs/searchResults';

const paper = searchExponents.value;

describe('published networks', () => {
	test('agree with Table 7: hours of its first version, the others of the last where it has them', () => {
		const figure = (model: string, edition: string, column: ColumnName) => {
			const row = table7.rows.find(
				(one) => cellOf(table7, one, 'model') === model && cellOf(table7, one, 'edition') === edition
			);
			return row === undefined ? null : cellOf(table7, row, column);
		};
		for (const { name, top1, parameters, time } of publishedNetworks('trained')) {
			expect(time, name).toBe(figure(name, 'v1', 'trainingHours'));
			expect(top1, name).toBe(figure(name, 'v3', 'top1') ?? figure(name, 'v1', 'top1'));
			expect(parameters, name).toBe(figure(name, 'v3', 'parametersM') ?? figure(name, 'v1', 'parametersM'));
		}
	});

	test('with exponents of 0 rank by accuracy, with the paper’s EfficientNetV2-S is first', () => {
		const networks = publishedNetworks('trained');
		const byAccuracy = rankedNetworks(networks, { w: 0, v: 0 });
		expect(byAccuracy[0]?.network.name).toBe('NFNet-F4');
		expect(byAccuracy.map(({ network }) => network.top1)).toEqual(
			networks.map(({ top1 }) => top1).sort((a, b) => b - a)
		);
		expect(rankedNetworks(networks, paper)[0]?.network.name).toBe('EfficientNetV2-S');
	});

	test('of Table 3: the paper’s exponents choose the early stages', () => {
		expect(rankedNetworks(publishedNetworks('tpu'), paper)[0]?.network.fused).toBe('1-3');
		expect(publishedNetworks('tpu')[0]?.time).toBeCloseTo(1000 / 262, 9);
	});

	test.each(publishedSources)('lie on the curve of their reward: %s', (source) => {
		const networks = publishedNetworks(source);
		for (const { network, reward } of rankedNetworks(networks, paper)) {
			for (const axis of ['time', 'parameters'] as const) {
				const { x, y } = pricedPoint(network, networks[0]!, axis, paper);
				expect(isoReward(reward, x, axis === 'time' ? paper.w : paper.v)).toBeCloseTo(y, 9);
			}
		}
	});
});

test('points come by cost, without those that were not measured', () => {
	const slow = { ...backboneResult(0.6, 30), number: 1 };
	const diverged = { ...backboneResult(0, 20), number: 2, accuracy: null };
	const ranked = rewarded([backboneResult(0.5, 40), slow, diverged], { w: 0, v: 0 });
	expect(candidatePoints(ranked, 'time').map(({ x, y }) => [x, y])).toEqual([
		[30, 0.6],
		[40, 0.5]
	]);
});

test('the front is drawn as stairs to the end of the axis', () => {
	const point = (x: number, y: number) => ({ x, y, reward: y, result: backboneResult() });
	expect(stairs([point(1, 0.2), point(3, 0.5)], 9)).toEqual([
		{ x: 1, y: 0.2 },
		{ x: 3, y: 0.2 },
		{ x: 3, y: 0.5 },
		{ x: 9, y: 0.5 }
	]);
	expect(stairs([], 9)).toEqual([]);
});

test('early and late leave the middle stage out', () => {
	const counts = [4, 2, 0, 1, 0].map((fused) => ({ fused, mbconv: 4 - fused }));
	expect(earlyAndLate(counts)).toEqual({ early: 0.75, late: 0.125 });
	expect(earlyAndLate([])).toEqual({ early: 0, late: 0 });
});

test('an accuracy of a half of 400 images is known to 4.9 points', () => {
	expect(uncertainty(0.5, 400)).toBeCloseTo(0.049, 4);
});

test('two searches are comparable where only their aim differs', () => {
	const record = {
		...{ startedAt: '', engine: 'wasm', adapter: 'CPU', software: false, browser: '', results: [] },
		settings: {
			backbone: 'v2-pico',
			algorithm: 'random',
			seed: 0,
			candidates: 1,
			minutes: 1,
			w: 0,
			v: 0,
			steps: 10,
			batch: 8,
			size: 8,
			population: 2,
			tournament: 1
		},
		data: { kind: 'procedural', seed: 0, images: 100, heldOut: 20, classes: 10, sha256: 'a' }
	} as const;
	expect(comparable(record, { ...record, settings: { ...record.settings, w: -0.07 } })).toBe(true);
	expect(comparable(record, { ...record, settings: { ...record.settings, steps: 11 } })).toBe(false);
	expect(comparable(record, { ...record, adapter: 'another' })).toBe(false);
	expect(differing(record, record)).toEqual([]);
	const other = { ...record, adapter: 'another', settings: { ...record.settings, w: -0.07, tournament: 2 } };
	// A tournament is nothing to a random search.
	expect(differing(record, other)).toEqual(['device', 'w']);
	const evolving = (each: typeof record | typeof other) =>
		({ ...each, settings: { ...each.settings, algorithm: 'evolution' } }) as const;
	expect(differing(evolving(record), evolving(other))).toEqual(['device', 'tournament', 'w']);
});

test('with one seed a random search draws the same networks whatever it rewards, evolution does not', () => {
	const searched = (algorithm: 'random' | 'evolution', w: number, count: number) => {
		const search = settings({ algorithm, w, v: 0 });
		// The slower, the more accurate: with w = -1 the fast ones win, with w = 0 the slow ones.
		const results = resultsOf(count, search, (proposal) =>
			measured(proposal, 0.3 + 0.01 * ((7 * proposal.number) % 10), 10 * (1 + ((7 * proposal.number) % 10)))
		);
		return { results } as unknown as Parameters<typeof partingOf>[0];
	};
	expect(partingOf(searched('random', -1, 12), searched('random', 0, 9))).toBeNull();
	const parting = partingOf(searched('evolution', -1, 12), searched('evolution', 0, 12));
	// The population is drawn at random; children follow the rewards.
	expect(parting).toBeGreaterThanOrEqual(4);
});
