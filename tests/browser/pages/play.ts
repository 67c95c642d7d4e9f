import { flushSync } from 'svelte';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { zh } from '$lib/i18n/zh';
import { defaultConfig } from '$lib/recipe/defaults';
import type { EvaluationEvent, StepEvent } from '$lib/recipe/events';
import { Playground } from '$lib/state/playground.svelte';
import { TrainClient } from '$lib/worker/client';
import type { Trial, WorkerEvent } from '$lib/worker/protocol';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { unregularised } from '$lib/recipe/schedule';

export const english = new Language(() => ({ locale: 'en', messages: en }));
export const chinese = new Language(() => ({ locale: 'zh', messages: zh }));

/** What is known of an engine: its images/s, or why there are none. */
export function trial(engine: Trial['engine'], known: number | NonNullable<Trial['reason']>): Trial {
	const pace = { model: 'v2-nano', size: 32, batch: 16 };
	const seen = {
		engine,
		adapter: known === 'missing' ? null : 'Test adapter',
		software: known === 'software'
	};
	if (typeof known === 'string') return { ...seen, pace: null, reason: known };
	return { ...seen, pace: { ...pace, imagesPerSecond: known }, reason: null };
}

export const device: Extract<WorkerEvent, { type: 'device' }> = {
	type: 'device',
	device: { engine: 'tfjs-webgl', adapter: 'Test adapter', software: false, features: [] },
	choice: 'auto',
	trials: [trial('webgpu', 'missing'), trial('wasm', 'missing'), trial('tfjs-webgl', 90)]
};

export const data: WorkerEvent = {
	type: 'data',
	kind: 'procedural',
	classes: ['disc', 'square'],
	train: 320,
	test: 100,
	side: 32,
	samples: new Uint8ClampedArray(2 * 32 * 32 * 4).fill(128),
	labels: Uint8Array.of(0, 1),
	numbers: [4, 9],
	counts: { train: [160, 160], test: [50, 50] },
	thumbnails: { side: 32, images: new Uint8ClampedArray(2 * 32 * 32 * 4) },
	skippedCount: 0,
	skipped: []
};

const stages = [
	{ ...unregularised, stage: 0, size: 16, dropout: 0.1, from: 0, to: 10, share: 1 },
	{ ...unregularised, stage: 1, size: 32, dropout: 0.3, from: 10, to: 20, share: 1 }
];

export const configured: WorkerEvent = {
	type: 'configured',
	config: defaultConfig('gpu'),
	steps: 20,
	stages
};

export const stageBegins = (stage: 0 | 1) => ({ type: 'stage', ...stages[stage]!, compileMs: 5 }) as const;

export function step(number: number, loss: number): StepEvent {
	return {
		type: 'step',
		step: number,
		stage: number < 10 ? 0 : 1,
		epoch: (number + 1) / 5,
		learningRate: 0.05,
		loss,
		correct: 8,
		images: 32,
		gradientNorm: 1,
		trainMs: (number + 1) * 1000
	};
}

export function evaluation(stepsMade: number, size: number, correct: number, final = false): EvaluationEvent {
	return {
		type: 'evaluation',
		step: stepsMade,
		stage: stepsMade <= 10 ? 0 : 1,
		size,
		weights: 'parameters',
		correct,
		images: 100,
		loss: 1.5,
		final,
		trainMs: stepsMade * 1000
	};
}

/** A playground at the page's end of a worker that says what the test makes it say. */
export function play() {
	const worker = new FakeWorker();
	const playground = new Playground(new TrainClient(() => worker));
	const say = (...events: WorkerEvent[]) => {
		worker.say(...events);
		flushSync();
	};
	playground.start();
	return { playground, worker, say };
}
