import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import type { StepEvent } from '$lib/recipe/events';
import { Playground } from '$lib/state/playground.svelte';
import { TrainClient } from '$lib/worker/client';
import type { WorkerEvent } from '$lib/worker/protocol';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { unregularised } from '$lib/recipe/schedule';

function open() {
	const workers: FakeWorker[] = [];
	const client = new TrainClient(() => {
		const worker = new FakeWorker();
		workers.push(worker);
		return worker;
	});
	const playground = new Playground(client);
	const say = (...events: WorkerEvent[]) => workers.at(-1)?.say(...events);
	const sent = () => workers.flatMap((worker) => worker.types);
	return { playground, workers, say, sent };
}

const device: WorkerEvent = {
	type: 'device',
	device: { engine: 'webgpu', adapter: 'SwiftShader', software: true, features: [] },
	choice: 'auto',
	trials: []
};
const data: WorkerEvent = {
	type: 'data',
	kind: 'procedural',
	classes: ['disc', 'square'],
	train: 2000,
	test: 500,
	side: 32,
	samples: new Uint8ClampedArray(2 * 32 * 32 * 4),
	labels: Uint8Array.of(0, 1),
	numbers: [4, 9],
	counts: { train: [1000, 1000], test: [250, 250] },
	thumbnails: { side: 32, images: new Uint8ClampedArray(2 * 32 * 32 * 4) },
	skippedCount: 0,
	skipped: []
};

const planned = { ...unregularised, stage: 0, size: 12, dropout: 0.1, from: 0, to: 10, share: 1 };

function configured(seed = 0): WorkerEvent {
	const second = { ...planned, stage: 1, size: 24, from: 10, to: 20 };
	const stages = [planned, second];
	return { type: 'configured', config: { ...defaultConfig('software'), seed }, steps: 20, stages };
}

function step(i: number, loss = 2): StepEvent {
	return {
		type: 'step',
		step: i,
		stage: 0,
		epoch: (i + 1) / 5,
		learningRate: 0.05,
		loss,
		correct: 8,
		images: 32,
		gradientNorm: 1,
		trainMs: (i + 1) * 100
	};
}

const stage = { type: 'stage', ...planned, compileMs: 5 } as const;

/** A playground whose run is under way. */
function training() {
	const opened = open();
	opened.playground.start();
	opened.say(device, data, configured(), { type: 'state', state: 'running' });
	opened.say({ type: 'training', events: [stage, step(0), step(1), step(2)] });
	return opened;
}

describe('Playground', () => {
	test('does nothing before it is started, then finds the device and makes the data of its speed', () => {
		const { playground, workers, say, sent } = open();
		expect(workers).toHaveLength(0);
		expect(playground.ready).toBe(false);
		playground.start();
		playground.start();
		expect(sent()).toEqual(['start']);
		expect(playground.starting).toBe(true);
		say(device);
		expect(playground.starting).toBe(false);
		expect(playground.ready).toBe(true);
		expect(playground.draft.config).toEqual(defaultConfig('software'));
		expect(workers[0]?.sent.at(-1)).toMatchObject({ type: 'load-procedural', train: 2000, test: 500 });
	});

	test('another engine brings its default run, unless a run is just beginning on it', () => {
		const { playground, say, sent } = open();
		playground.start();
		say(device, data);
		const wasm = { engine: 'wasm', adapter: 'CPU', software: false, features: [] } as const;
		playground.chooseEngine('wasm');
		expect(sent().at(-1)).toBe('choose-engine');
		expect(playground.choosing).toBe('wasm');
		say({ type: 'device', device: { ...wasm, features: [] }, choice: 'wasm', trials: [] });
		expect([playground.choosing, playground.choice]).toEqual([null, 'wasm']);
		expect(playground.draft.config).toEqual(defaultConfig('processor'));
		say({ type: 'state', state: 'compiling' }, device);
		expect(playground.device?.engine).toBe('webgpu');
		expect(playground.draft.config).toEqual(defaultConfig('processor'));
	});

	test('keeps what the reader set before the device answered', () => {
		const { playground, say } = open();
		playground.start();
		playground.draft.set('batch', 64);
		say(device);
		expect(playground.draft.config).toEqual({ ...defaultConfig('gpu'), batch: 64 });
	});

	test('the first train sets up the run; the next one goes on with it', () => {
		const { playground, say, sent } = open();
		playground.start();
		say(device, data);
		playground.train();
		expect(sent().slice(-2)).toEqual(['configure', 'train']);
		say(configured(), { type: 'state', state: 'ready' }, { type: 'state', state: 'running' });
		expect(playground.busy).toBe(true);
		playground.pause();
		say({ type: 'state', state: 'paused' });
		playground.train();
		expect(sent().slice(-2)).toEqual(['pause', 'train']);
	});

	test('an edit waits for reset while a run is under way', () => {
		const { playground, say, sent } = training();
		expect(playground.changed).toBe(false);
		playground.draft.set('seed', 7);
		expect(playground.changed).toBe(true);
		say({ type: 'state', state: 'paused' });
		playground.train();
		expect(sent().at(-2)).not.toBe('configure');
		playground.reset();
		expect(sent().at(-1)).toBe('configure');
		say(configured(7), { type: 'state', state: 'ready' });
		expect(playground.changed).toBe(false);
		expect(playground.record.steps).toBe(0);
		playground.reset();
		expect(sent().at(-1)).toBe('reset');
	});

	test('tells progress, pace and time left, and an effect hears of it', () => {
		const { playground, say } = training();
		const seen: number[] = [];
		const end = $effect.root(() => {
			$effect(() => {
				seen.push(playground.progress);
			});
		});
		flushSync();
		expect(playground.progress).toBe(0.15);
		expect(playground.going.imagesPerSecond).toBeCloseTo(320, 6);
		expect(playground.epoch).toBeCloseTo(0.6, 9);
		expect(playground.size).toBe(12);
		// Seven more steps of 100 ms, then ten at twice the side: about four times as dear.
		expect(playground.going.msLeft).toBeGreaterThan(700 + 3000);
		expect(playground.going.msLeft).toBeLessThan(700 + 4500);
		say({ type: 'training', events: [step(3)] });
		flushSync();
		expect(seen).toEqual([0.15, 0.2]);
		end();
	});

	test('replaces lists only where they change', () => {
		const { playground, say } = training();
		const { points, stages, evaluations } = playground.record;
		say({ type: 'training', events: [step(3)] });
		expect(playground.record.points).not.toBe(points);
		expect(playground.record.points).toHaveLength(4);
		expect(playground.record.stages).toBe(stages);
		expect(playground.record.evaluations).toBe(evaluations);
	});

	test('reads predictions: the likeliest class and whether it is right', () => {
		const { playground, say } = training();
		const probabilities = Float32Array.of(0.75, 0.25, 0.625, 0.375);
		say({ type: 'predictions', step: 3, size: 12, probabilities });
		expect(playground.predictions?.samples).toMatchObject([
			{ label: 0, probability: 0.75, right: true },
			{ label: 0, probability: 0.625, right: false }
		]);
	});

	test('the last predictions stay where the network no longer gives numbers', () => {
		const { playground, say } = training();
		say({ type: 'predictions', step: 3, size: 12, probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5) });
		say({ type: 'predictions', step: 4, size: 12, probabilities: new Float32Array(4).fill(NaN) });
		expect(playground.predictions?.step).toBe(3);
	});

	test('a refused file is a problem with its name, and what was loaded stays', () => {
		const { playground, say } = training();
		playground.loadFiles([new File(['x'], 'cat.png')]);
		expect(playground.loading).toEqual({ done: 0, total: 1 });
		say({ type: 'data-refused', kind: 'unknown-format', file: 'cat.png', message: 'cat.png is no archive.' });
		expect(playground.problem).toEqual({
			kind: 'data-unknown-format',
			params: { file: 'cat.png', message: 'cat.png is no archive.' }
		});
		expect(playground.loading).toBeNull();
		expect(playground.data?.kind).toBe('procedural');
		expect(playground.draft.config.data.kind).toBe('procedural');
		playground.pause();
		playground.reset();
		expect(playground.problem).toBeNull();
	});

	test('files that were taken become the draft of the next run, as many as the device can take', () => {
		const { playground, say } = training();
		playground.loadFiles([new File(['x'], 'cifar.tar.gz')]);
		say({ ...data, kind: 'cifar10', train: 50_000, test: 10_000 }, { type: 'state', state: 'empty' });
		expect(playground.draft.config.data).toEqual({ kind: 'cifar10', train: 2000, test: 500 });
		expect(playground.run).toBeNull();
		expect(playground.record.points).toEqual([]);
	});

	test('images in class folders become the draft with their side and the seed of their split', () => {
		const { playground, workers, say } = training();
		playground.loadFiles([new File(['x'], 'x.png')], { paths: ['cat/x.png'], side: 48, seed: 7 });
		expect(workers[0]?.sent.at(-1)).toMatchObject({ paths: ['cat/x.png'], side: 48, seed: 7 });
		say({ ...data, kind: 'folders', side: 48 }, { type: 'state', state: 'empty' });
		// No more than the device takes by itself: all of them.
		const limits = { kind: 'folders', train: null, test: null, side: 48 };
		expect(playground.draft.config.data).toEqual({ ...limits, seed: 7 });
		playground.loadCollected({ side: 48, classes: [] }, 9);
		say({ ...data, kind: 'folders', side: 48 });
		expect(playground.draft.config.data).toEqual({ ...limits, seed: 9 });
	});

	test('a set too small for the batch lowers it, and a larger one brings the reader’s own back', () => {
		const { playground, say } = training();
		const load = (train: number, kind: 'cifar10' | 'procedural' = 'cifar10') => {
			say({ ...data, kind, train, test: 10 }, { type: 'state', state: 'empty' });
			return playground.draft.config.batch;
		};
		playground.draft.set('batch', 48);
		expect([load(20), load(10), load(40), load(2000)]).toEqual([16, 8, 32, 48]);
		// The same kind and as many as the run asks for: only the batch changes.
		load(20);
		playground.draft.set('data', { kind: 'cifar10', train: 16, test: null });
		expect(load(2000)).toBe(16);
		playground.draft.set('data', { kind: 'cifar10', train: null, test: null });
		expect(load(2000)).toBe(48);
		// What the reader sets meanwhile is the reader's own.
		load(20);
		playground.draft.set('batch', 4);
		expect(load(2000)).toBe(4);
		playground.draft.set('batch', 48);
		load(20);
		playground.chooseProcedural();
		expect(load(2000, 'procedural')).toBe(48);
		// A run that came back has its own batch.
		load(20);
		say(configured(), { type: 'restored', id: '0'.repeat(16), name: 'a run', position: 1 });
		playground.draft.set('batch', 16);
		expect(load(2000)).toBe(16);
	});

	test('why a run could not be set up is not hidden by there being none to train', () => {
		const { playground, say } = open();
		playground.start();
		say(device, data);
		playground.train();
		say({ type: 'failure', kind: 'bad-config', message: 'The training split has 8 images.' });
		say({ type: 'failure', kind: 'bad-command', message: 'There is no run to train.' });
		expect(playground.problem?.kind).toBe('bad-config');
		playground.train();
		say({ type: 'failure', kind: 'bad-command', message: 'There is no run to train.' });
		expect(playground.problem?.kind).toBe('bad-command');
	});

	test('a crash is told, and the next action starts anew', () => {
		const { playground, workers, sent } = training();
		workers[0]?.crash('boom');
		expect(playground.problem?.kind).toBe('crashed');
		expect(playground.state).toBe('failed');
		playground.train();
		expect(workers).toHaveLength(2);
		expect(sent().slice(-3)).toEqual(['start', 'configure', 'train']);
	});
});
