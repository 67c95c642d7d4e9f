import { defaultConfig } from '$lib/recipe/defaults';
import type { EvaluationEvent, TrainEvent } from '$lib/recipe/events';
import { stagePlan } from '$lib/recipe/schedule';
import { addEvent, emptyMetrics } from '$lib/runs/metrics';
import type { StoredRun } from '$lib/runs/run';

function evaluation(step: number, final: boolean): EvaluationEvent {
	const told = { step, stage: 0, size: 12, correct: 3, images: 10, loss: 2.25, trainMs: 10 * step } as const;
	const plain = { type: 'evaluation', weights: 'parameters', final, ...told } as const;
	return final ? { ...plain, confusion: Uint32Array.of(1, 2, 3, 4) } : plain;
}

/** What a run of four steps in two stages tells. */
export function someEvents(): TrainEvent[] {
	const [first, second] = stagePlan(
		{ stages: defaultConfig('cpu').stages.slice(0, 2), order: 'progressive', seed: 0 },
		2
	).stages;
	const step = (step: number, stage: number) => {
		const numbers = {
			epoch: step / 2,
			learningRate: 0.1 / (step + 1),
			loss: Math.PI / (step + 1),
			correct: step
		};
		return {
			type: 'step',
			step,
			stage,
			images: 8,
			gradientNorm: 1.5,
			trainMs: 10 * step + 10,
			...numbers
		} as const;
	};
	return [
		{ type: 'stage', ...first!, compileMs: 5 },
		step(0, 0),
		step(1, 0),
		evaluation(2, false),
		{ type: 'stage', ...second!, compileMs: 6 },
		step(2, 1),
		step(3, 1)
	];
}

/** A finished run, with an id of its own. */
export function someRun(id = '0123456789abcdef', changes: Partial<StoredRun> = {}): StoredRun {
	const metrics = emptyMetrics();
	for (const event of someEvents()) addEvent(metrics, event);
	const config = { ...defaultConfig('cpu'), stages: defaultConfig('cpu').stages.slice(0, 2), batch: 8 };
	return {
		id,
		name: 'a run',
		created: 1000,
		updated: 2000,
		config,
		data: { kind: 'procedural', digest: 'abc', classes: 2, train: 16, test: 10 },
		device: { engine: 'wasm', adapter: 'CPU' },
		amendments: [{ position: 2, config: { ...config, weightDecay: 0 } }],
		state: 'finished',
		reason: null,
		position: 4,
		steps: 4,
		judgements: [evaluation(4, true)],
		metrics,
		...changes
	};
}
