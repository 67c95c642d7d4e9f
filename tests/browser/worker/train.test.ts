import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import type { RunConfig } from '$lib/recipe/config';
import type { StepEvent } from '$lib/recipe/events';
import { Playground } from '$lib/state/playground.svelte';
import { TrainClient } from '$lib/worker/client';
import type { WorkerEvent } from '$lib/worker/protocol';
import { unregularised } from '$lib/recipe/schedule';

/** Small enough for a GPU that is a program: v2-pico at 8 and 12 px. */
const config: RunConfig = {
	...defaultConfig('software'),
	data: { kind: 'procedural', seed: 1, train: 16, test: 20 },
	batch: 4,
	stages: [
		{ ...unregularised, size: 8, epochs: 0.5, dropout: 0.1 },
		{ ...unregularised, size: 12, epochs: 0.5, dropout: 0.1 }
	]
};
const patience = { timeout: 240_000, interval: 20 };

/** Total blocking time: what tasks on the page's thread took beyond 50 ms while `work` ran, ms. */
async function blockingMs(work: () => Promise<void>): Promise<number> {
	const durations: number[] = [];
	const observer = new PerformanceObserver((list) => {
		durations.push(...list.getEntries().map(({ duration }) => duration));
	});
	observer.observe({ type: 'longtask' });
	await work();
	// Entries arrive a task later than what they tell of.
	await new Promise((resolve) => setTimeout(resolve, 100));
	observer.disconnect();
	return durations.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0);
}

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

describe('the worker behind its client', () => {
	test('finds the device, trains through a stage border, answers; the page stays free', async () => {
		const client = new TrainClient();
		closing.push(() => {
			client.dispose();
		});
		const heard: WorkerEvent[] = [];
		client.listen((event) => heard.push(event));
		const last = () => heard.findLast(({ type }) => type === 'state' || type === 'failure');
		const blocked = await blockingMs(async () => {
			client.send({ type: 'start' });
			client.send({ type: 'configure', config });
			client.send({ type: 'train' });
			await vi.waitUntil(() => {
				const event = last();
				return event?.type === 'failure' || (event?.type === 'state' && event.state === 'finished');
			}, patience);
			await vi.waitUntil(() => heard.at(-1)?.type === 'predictions', patience);
		});
		expect(heard.filter(({ type }) => type === 'failure')).toEqual([]);
		expect(heard.find(({ type }) => type === 'device')).toMatchObject({
			device: { engine: 'wasm', software: false },
			choice: 'auto',
			trials: [
				{ engine: 'webgpu', software: true, reason: 'software' },
				{ engine: 'wasm', pace: { model: 'v2-nano', size: 32 } },
				{ engine: 'tfjs-webgl', reason: 'last-resort' },
				{ engine: 'tfjs-cpu', reason: 'last-resort' }
			]
		});
		const events = heard.flatMap((event) => (event.type === 'training' ? event.events : []));
		const steps = events.filter((event): event is StepEvent => event.type === 'step');
		expect(steps.map(({ step, stage }) => [step, stage])).toEqual([
			[0, 0],
			[1, 0],
			[2, 1],
			[3, 1]
		]);
		expect(steps.every(({ loss }) => loss > 0.5 && loss < 10)).toBe(true);
		expect(heard.at(-1)).toMatchObject({ type: 'predictions', step: 4, size: 12 });
		const answer = heard.at(-1);
		if (answer?.type === 'predictions') {
			const firstRow = answer.probabilities.subarray(0, 10);
			expect(firstRow.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
		}
		// The worker's whole work is some seconds; a busy machine can hold the page up for a moment by itself.
		expect(blocked).toBeLessThan(200);
	});

	test('a command that is none is refused in a sentence, and the worker lives on', async () => {
		const url = new URL('../../../src/lib/worker/train.worker.ts', import.meta.url);
		const worker = new Worker(url, { type: 'module' });
		closing.push(() => {
			worker.terminate();
		});
		const answers: WorkerEvent[] = [];
		worker.addEventListener('message', (message: MessageEvent<WorkerEvent>) => answers.push(message.data));
		worker.postMessage({ type: 'dance' });
		worker.postMessage(null);
		worker.postMessage({ type: 'configure', config: { ...config, batch: 0 } });
		worker.postMessage({ type: 'train' });
		await vi.waitUntil(() => answers.length === 4, patience);
		expect(answers).toMatchObject(Array(4).fill({ type: 'failure', kind: 'bad-command' }));
	});
});

test('the playground shows what the worker does: device, images, pause, reset', async () => {
	const playground = new Playground();
	closing.push(() => {
		playground.dispose();
	});
	playground.draft.replace(config);
	playground.draft.set('stages', [{ ...unregularised, size: 8, epochs: 50, dropout: 0.1 }]);
	playground.train();
	await vi.waitUntil(() => playground.record.steps >= 2 || playground.problem, patience);
	expect(playground.problem).toBeNull();
	expect(playground.device).toMatchObject({ engine: 'wasm', software: false });
	expect(playground.data?.samples).toHaveLength(20 * 32 * 32 * 4);
	expect(playground.run?.steps).toBe(200);
	playground.pause();
	await vi.waitUntil(() => playground.state === 'paused' && playground.predictions, patience);
	expect(playground.predictions?.samples).toHaveLength(20);
	const { points } = playground.record;
	expect(points).toHaveLength(playground.record.steps);
	expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
	expect(playground.going.msLeft).toBeGreaterThan(0);
	expect(playground.progress).toBeCloseTo(playground.record.steps / 200, 9);
	playground.reset();
	await vi.waitUntil(() => playground.state === 'ready', patience);
	expect(playground.record.steps).toBe(0);
});
