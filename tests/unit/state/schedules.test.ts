import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
	accuracyLines,
	accuracyTicks,
	accuracyTop,
	positionsOf,
	valueAt
} from '$lib/figures/schedules/lines';
import { runConfigSchema } from '$lib/recipe/config';
import { runLink } from '$lib/runs/link';
import { schedulesCsv, schedulesDocument, type MeasuredSchedules } from '$lib/state/schedules/document';
import {
	accuracyBand,
	meanSpread,
	raceLeftMs,
	reaches,
	summaryOf,
	timeToReach,
	usualTarget
} from '$lib/state/schedules/figures';
import { raceLink, readRaceLink } from '$lib/state/schedules/link';
import { macsBySteps } from '$lib/state/schedules/macs';
import { noLanes, withLaneEvent, type Lane } from '$lib/state/schedules/results';
import { classicTrio, defaultSettings, epochsOf, raceConfigs } from '$lib/state/schedules/settings';

const base = defaultSettings('processor');

/** A run with judgements of [step, ms, accuracy], the last of them final. */
function lane(
	entrant: number,
	seed: number,
	points: [number, number, number][],
	phase: Lane['phase'] = 'finished'
) {
	const [step, trainMs] = points.at(-1) ?? [0, 0];
	const made: Lane = {
		...{ entrant, seed, phase, size: 16, step, steps: 20, trainMs },
		points: points.map(([at, ms, accuracy], index) => ({
			...{ step: at, trainMs: ms, accuracy },
			final: phase === 'finished' && index === points.length - 1
		}))
	};
	return made;
}

describe('the settings of a race', () => {
	test('give valid runs that have the network and the images in common', () => {
		for (const speed of ['gpu', 'processor', 'software', 'cpu'] as const) {
			const settings = defaultSettings(speed);
			const configs = raceConfigs(settings);
			for (const config of configs) expect(v.safeParse(runConfigSchema, config).success).toBe(true);
			expect(configs.map(({ model, batch, data }) => [model, batch, data.train])).toEqual(
				Array(3).fill([settings.model, 32, settings.train])
			);
		}
	});

	test('of the trio are progressive, fixed, and progressive with the last regularisation', () => {
		const [paper, fixed, even] = raceConfigs({
			...base,
			strength: 100,
			entrants: classicTrio({ finalSize: 28, epochs: 6 })
		});
		expect(paper!.stages.map(({ size }) => size)).toEqual([12, 17, 23, 28]);
		expect(fixed!.stages.map(({ size }) => size)).toEqual([28]);
		expect(even!.stages.map(({ size }) => size)).toEqual([12, 17, 23, 28]);
		expect(paper!.stages.map(({ randaugment }) => Math.round(randaugment))).toEqual([5, 8, 12, 15]);
		expect(even!.stages.map(({ randaugment }) => randaugment)).toEqual([15, 15, 15, 15]);
		expect([paper!, fixed!, even!].map(epochsOf)).toEqual([6, 6, 6]);
	});

	test('weaken every regulariser of the published schedules alike', () => {
		const full = raceConfigs({ ...base, strength: 100 });
		const half = raceConfigs({ ...base, strength: 50 });
		for (const [index, { stages }] of half.entries()) {
			for (const [at, stage] of stages.entries()) {
				const whole = full[index]!.stages[at]!;
				expect(stage.size).toBe(whole.size);
				for (const name of ['dropout', 'randaugment', 'dropPath'] as const) {
					expect(whole[name]).toBeGreaterThan(0);
					expect(stage[name] / whole[name]).toBeCloseTo(0.5, 4);
				}
			}
		}
	});

	test('make all cost what the first costs where that is asked for', () => {
		const costs = (equalCost: boolean) =>
			raceConfigs({ ...base, equalCost }).map((config) => macsBySteps(config).at(-1));
		const [first, fixed] = costs(false);
		expect(fixed! / first!).toBeGreaterThan(1.5);
		const equal = costs(true);
		expect(equal[0]).toBe(first);
		// To a step of the run.
		for (const cost of equal) expect(cost / first!).toBeCloseTo(1, 2);
	});

	test('scale a schedule of the reader’s own to the size and length that are asked for', () => {
		const [own] = raceConfigs({ ...base, seeds: 1 });
		const settings = { ...base, own: own!, entrants: [{ kind: 'own', finalSize: 14, epochs: 3 }] as const };
		const [scaled] = raceConfigs(settings);
		expect(scaled!.stages.map(({ size }) => size)).toEqual([8, 9, 12, 14]);
		expect(epochsOf(scaled!)).toBeCloseTo(3, 9);
	});
});

describe('the link', () => {
	test('brings a race back as it was', () => {
		const settings = { ...base, seeds: 4, order: 'sequential', engine: 'wasm', equalCost: true } as const;
		expect(readRaceLink(`#${raceLink(settings)}`, defaultSettings('gpu'))).toEqual({ settings, refused: [] });
	});

	test('carries a schedule of the reader’s own', () => {
		const own = raceConfigs(base)[2]!;
		const entrants = [{ kind: 'own', finalSize: 20, epochs: 3.5 } as const, base.entrants[1]!];
		const read = readRaceLink(raceLink({ ...base, own, entrants }), base)?.settings;
		expect(read?.entrants).toEqual(entrants);
		expect(read?.own?.stages).toEqual(own.stages);
	});

	test('to a run sets it against a fixed size', () => {
		const own = raceConfigs(base)[0]!;
		const read = readRaceLink(`#${runLink(own)}`, base)?.settings;
		expect(read?.entrants.map(({ kind }) => kind)).toEqual(['own', 'fixed']);
		expect(read?.entrants.map(({ finalSize, epochs }) => [finalSize, epochs])).toEqual([
			[28, 6],
			[28, 6]
		]);
	});

	test.each(['', '#else', '#race=2', '#race=9&model=v2-pico'])('%j holds none', (fragment) => {
		expect(readRaceLink(fragment, base)).toBeNull();
	});

	test('what does not fit in it is as usual, and named; how the result is looked at is not read', () => {
		const read = readRaceLink(
			'#race=1&seeds=9&model=x&train=640&entrant=own,16,2&entrant=fixed,9999,2&speed=3&own=x&view=1&over=macs',
			base
		);
		expect(read).toEqual({
			settings: { ...base, train: 640 },
			refused: ['model', 'seeds', 'entrant', 'own', 'speed']
		});
	});
});

describe('what the runs have told', () => {
	test('is kept by entrant and seed', () => {
		const at = { entrant: 1, seed: 0 };
		const lanes = [
			{ type: 'stage', ...at, stage: 0, size: 12 } as const,
			{ type: 'progress', ...at, step: 5, steps: 20, trainMs: 50 } as const,
			{ type: 'judged', ...at, step: 5, trainMs: 50, accuracy: 0.3, final: false } as const
		].reduce<readonly Lane[]>((before, event) => withLaneEvent(before, event), noLanes(2, 2));
		expect(lanes.map(({ entrant, seed }) => [entrant, seed])).toEqual([
			[0, 0],
			[1, 0],
			[0, 1],
			[1, 1]
		]);
		expect(lanes[1]).toMatchObject({ phase: 'training', size: 12, step: 5, points: [{ accuracy: 0.3 }] });
		expect([0, 2, 3].map((other) => lanes[other]?.phase)).toEqual(['waiting', 'waiting', 'waiting']);
		expect(withLaneEvent(lanes, { type: 'diverged', ...at, step: 6 })[1]?.phase).toBe('diverged');
	});
});

const two = [
	lane(0, 0, [
		[10, 1000, 0.4],
		[20, 2000, 0.8]
	]),
	lane(0, 1, [
		[10, 3000, 0.2],
		[20, 5000, 0.6]
	])
];

const near = (value: number): unknown => expect.closeTo(value);

describe('the figures', () => {
	test('the band goes through the means of the seeds, from the least to the most', () => {
		expect(accuracyBand(two, ({ trainMs }) => trainMs)).toEqual([
			{ x: 2000, y: near(0.3), min: 0.2, max: 0.4, seeds: 2 },
			{ x: 3500, y: near(0.7), min: 0.6, max: 0.8, seeds: 2 }
		]);
		expect(accuracyBand([], () => 0)).toEqual([]);
	});

	test.each([
		[0.6, 1500],
		[0.8, 2000],
		[0.4, 1000],
		[0.1, 1000],
		[0.81, null]
	])('%d is reached after %s', (target, time) => {
		const line = [
			{ x: 1000, y: 0.4 },
			{ x: 2000, y: 0.8 },
			{ x: 3000, y: 0.5 }
		];
		const at = reaches(line, target);
		if (time === null) expect(at).toBeNull();
		else expect(at).toBeCloseTo(time, 6);
	});

	test('time to an accuracy is of the seeds that reach it', () => {
		expect(timeToReach(two, 0.6)).toEqual({ mean: 3250, min: 1500, max: 5000, count: 2 });
		expect(timeToReach(two, 0.7)).toEqual({
			...{ mean: near(1750), min: near(1750), max: near(1750) },
			count: 1
		});
		expect(timeToReach(two, 0.9)).toBeNull();
		expect(meanSpread([])).toBeNull();
	});

	test('the summary leaves out who diverged', () => {
		const wild = lane(0, 2, [[10, 900, 0.1]], 'diverged');
		expect(summaryOf([...two, wild], 32)).toEqual({
			finished: 2,
			diverged: 1,
			accuracy: { mean: near(0.7), min: 0.6, max: 0.8, count: 2 },
			trainMs: { mean: 3500, min: 2000, max: 5000, count: 2 },
			imagesPerSecond: { mean: 224, min: 128, max: 320, count: 2 }
		});
	});

	test('the usual target is one that all have reached', () => {
		expect(usualTarget([])).toBe(0.5);
		expect(usualTarget([...two, lane(1, 0, [[10, 1, 0.47]])])).toBeCloseTo(0.45, 9);
	});

	test('the time left is at the pace of the multiply-adds so far', () => {
		const macs = [Array.from({ length: 21 }, (_, step) => step * 10)];
		const half = lane(0, 0, [[10, 1000, 0.4]], 'training');
		expect(raceLeftMs([half, lane(0, 1, [], 'waiting')], macs)).toBe(1000 + 2000);
		expect(raceLeftMs([lane(0, 1, [], 'waiting')], macs)).toBeNull();
	});

	test('the chart reads between the points of a line and not beside it', () => {
		const lines = accuracyLines(two, [Array.from({ length: 21 }, (_, step) => step)], 'macs');
		expect(positionsOf(lines)).toEqual([10, 20]);
		expect(valueAt(lines[0]!, 15)).toBeCloseTo(0.5, 9);
		expect(valueAt(lines[0]!, 20)).toBeCloseTo(0.7, 9);
		expect([valueAt(lines[0]!, 9), valueAt(lines[0]!, 21)]).toEqual([null, null]);
		expect(accuracyTop(lines)).toBe(1);
		expect(accuracyTicks(0.5)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
		expect(accuracyTicks(0.75)).toEqual([0, 0.25, 0.5, 0.75]);
	});
});

test('the files have every judgement, and what differs from the first', () => {
	const settings = { ...base, entrants: base.entrants.slice(0, 2), seeds: 2 };
	const race: MeasuredSchedules = {
		state: 'stopped',
		interruptions: 0,
		lanes: [...two, lane(1, 0, [[10, 1000, 0.5]], 'training'), lane(1, 1, [], 'waiting')],
		conditions: {
			...{ settings, configs: raceConfigs(settings), browser: 'Test', startedAt: Date.UTC(2026, 10, 25) },
			device: {
				engine: 'wasm',
				adapter: 'CPU, WebAssembly, 2 threads',
				software: false,
				features: [] as string[]
			}
		}
	};
	const file = schedulesDocument(race);
	expect(JSON.parse(JSON.stringify(file))).toEqual(file);
	expect(file).toMatchObject({ complete: false, engine: 'wasm', startedAt: '2026-11-25T00:00:00.000Z' });
	expect(file.entrants[0]?.differs).toEqual([]);
	expect(file.entrants[1]?.differs.map(({ field }) => field)).toContain('stages.size');
	const lines = schedulesCsv(race).trimEnd().split('\n');
	expect(lines).toHaveLength(1 + 5);
	const cells = lines.map((line) => line.replace(/"[^"]*"/g, 'quoted').split(',').length);
	expect(new Set(cells).size).toBe(1);
	expect(lines[1]).toMatch(/^1,paper,0,10,1000,\d+,0\.4,false,28,wasm,"CPU, WebAssembly, 2 threads"/);
});
