import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptimizerSpec } from '$lib/engine/executor';
import { readSafetensors } from '$lib/model/safetensors';
import {
	describeCheckpoint,
	readCheckpoint,
	weightsOf,
	writeCheckpoint,
	type RunIdentity
} from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import { train } from '$lib/recipe/loop';
import type { Saver } from '$lib/recipe/run';
import { collect, graphOf, only, smallConfig, smallExecutor, somePhotos, ticking } from './smallRun';
import { unregularised } from '$lib/recipe/schedule';

const dataset = somePhotos(12, 6);
const identify = (config: RunConfig): RunIdentity => ({
	graph: graphOf(config),
	config,
	data: 'digest of the photos'
});

/** Keeps a checkpoint of every position that is asked for. */
function keeper(
	run: RunIdentity,
	positions: readonly number[]
): { saver: Saver; kept: Map<number, Uint8Array> } {
	const kept = new Map<number, Uint8Array>();
	return {
		kept,
		saver: {
			due: (position) => positions.includes(position),
			save: async (position, state) => void kept.set(position, writeCheckpoint(run, { position, state }))
		}
	};
}

async function trained(config: RunConfig, saved: readonly number[], from?: Uint8Array) {
	const run = identify(config);
	const executor = await smallExecutor(config);
	const left = from && readCheckpoint(from, run);
	if (left) executor.writeState(left.state);
	const { saver, kept } = keeper(run, saved);
	const position = left?.position ?? 0;
	const events = await collect(train({ executor, config, dataset, clock: ticking(), saver, position }));
	executor.dispose();
	return { kept, events };
}

/** Byte for byte; an assertion on so long arrays would take its time. */
function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
	return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

/** The judgements at the end, without their time. */
function judgement(events: readonly TrainEvent[]) {
	const final = only(events, 'evaluation').filter((event) => event.final);
	expect(final.length).toBe(2);
	return final.map(({ weights, correct, loss }) => ({ weights, correct, loss }));
}

/** The file with one text of its header for another of the same length, which must be there. */
function edited(bytes: Uint8Array, from: string, to: string): Uint8Array {
	const text = new TextDecoder('latin1').decode(bytes);
	expect(text).toContain(from);
	return Uint8Array.from(text.replace(from, to), (character) => character.charCodeAt(0));
}

const optimizers: OptimizerSpec[] = [
	{ kind: 'sgd', momentum: 0.9 },
	{ kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
	{ kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
];

describe('checkpoint', () => {
	it.each(optimizers)('of $kind goes on to the bytes of the uninterrupted run', async (optimizer) => {
		const learningRate = { ...smallConfig.learningRate, peak: 0.01 };
		const config = { ...smallConfig, optimizer, learningRate, emaDecay: 0.99 };
		// In the middle of a stage, and at a border.
		const positions = optimizer.kind === 'sgd' ? [2, 3] : [3];
		const whole = await trained(config, [...positions, 6]);
		for (const position of positions) {
			const resumed = await trained(config, [6], whole.kept.get(position));
			expect(same(resumed.kept.get(6), whole.kept.get(6))).toBe(true);
			expect(judgement(resumed.events)).toEqual(judgement(whole.events));
		}
		expect(same(whole.kept.get(3), whole.kept.get(6))).toBe(false);
	});

	it('of a run in random order goes on to the same bytes and rows, from any step', async () => {
		const config = { ...smallConfig, order: 'random' as const, emaDecay: 0.99 };
		const whole = await trained(config, [1, 4, 6]);
		const rows = (events: readonly TrainEvent[], from: number) =>
			only(events, 'step')
				.filter(({ step }) => step >= from)
				.map(({ step, stage, loss, gradientNorm }) => ({ step, stage, loss, gradientNorm }));
		for (const position of [1, 4]) {
			const resumed = await trained(config, [6], whole.kept.get(position));
			expect(same(resumed.kept.get(6), whole.kept.get(6))).toBe(true);
			expect(rows(resumed.events, 0)).toEqual(rows(whole.events, position));
			expect(judgement(resumed.events)).toEqual(judgement(whole.events));
		}
	});

	it('can be loaded as weights by their names', async () => {
		const config = { ...smallConfig, emaDecay: 0.9, stages: [{ ...unregularised, size: 8, epochs: 1 }] };
		const { kept } = await trained(config, [3]);
		const file = readSafetensors(kept.get(3) ?? new Uint8Array());
		expect(weightsOf(file).map(({ name }) => name)).toEqual(
			graphOf(config).parameters.map(({ name }) => name)
		);
		expect(file.tensors.some(({ name }) => name === 'ema.classifier.weight')).toBe(true);
		expect(file.tensors.some(({ name }) => name === 'optimizer.momentum.classifier.weight')).toBe(true);
		expect(file.metadata.get('step')).toBe('3');
	});
});

describe('a checkpoint of something else', async () => {
	const executor = await smallExecutor();
	const state = await executor.readState();
	executor.dispose();
	const run = identify(smallConfig);
	const bytes = writeCheckpoint(run, { position: 2, state });

	it('is refused with the field that differs', () => {
		const other = identify({ ...smallConfig, batch: 6 });
		expect(() => readCheckpoint(bytes, other)).toThrow(
			'The checkpoint is of another run: its "batch" differs.'
		);
	});

	it('is refused as of another version, whatever other field is new', () => {
		const older = edited(bytes, '\\"version\\":2', '\\"version\\":1');
		const changed = edited(older, '\\"testSizes\\":[]', '\\"oldSizes_\\":[]');
		expect(() => readCheckpoint(changed, run)).toThrow('of another run: its "version" differs.');
	});

	it('is refused for other data, but not for the same data elsewhere', () => {
		expect(() => readCheckpoint(bytes, { ...run, data: 'another' })).toThrow('of a run on other data');
		const data = { kind: 'cifar10', train: 12, test: 6, folder: '/elsewhere' } as const;
		expect(readCheckpoint(bytes, identify({ ...smallConfig, data })).position).toBe(2);
	});

	it('is refused where any bit of its numbers has changed', () => {
		const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
		const bit = fc.integer({ min: 8 * start, max: 8 * bytes.length - 1 });
		fc.assert(
			fc.property(bit, (at) => {
				const changed = Uint8Array.from(bytes);
				changed[at >> 3]! ^= 1 << (at & 7);
				expect(() => readCheckpoint(changed, run)).toThrow(/damaged: its checksum/);
				expect(() => describeCheckpoint(changed)).toThrow(/damaged: its checksum/);
			}),
			{ numRuns: 20 }
		);
	});

	it('is refused where its step has changed, and read where it has no checksum, as older ones', () => {
		expect(() => readCheckpoint(edited(bytes, '"step":"2"', '"step":"3"'), run)).toThrow('damaged');
		const older = edited(bytes, '"checksum":', '"whatever":');
		expect(readCheckpoint(older, run)).toEqual(readCheckpoint(bytes, run));
	});

	it('is refused when it holds weights only, or is damaged', () => {
		expect(() => readCheckpoint(bytes.subarray(0, bytes.length - 4), run)).toThrow('past the end');
		const twin = { ...run, graph: graphOf({ ...smallConfig, model: 'v2-pico-fused' }) };
		expect(() => readCheckpoint(bytes, twin)).toThrow(/The checkpoint has|in the checkpoint/);
		const changed = edited(bytes, '"step":"2"', '"step":"x"');
		expect(() => readCheckpoint(changed, run)).toThrow('no run to go on with');
	});
});
