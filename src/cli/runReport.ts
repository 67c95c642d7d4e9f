import type { DeviceReport } from '$lib/engine/executor';
import type { EvaluationEvent, StepEvent, TrainEvent } from '$lib/recipe/events';
import type { RunPlan } from '$lib/recipe/schedule';
import { MachineError } from './failure';

/** Gathers what `train` prints at its end. Speeds count training steps of this call alone. */
export class RunReport {
	readonly #plan: RunPlan;
	readonly #batch: number;
	readonly #judgements = new Map<EvaluationEvent['weights'], EvaluationEvent>();
	/** Steps and time by stage. */
	readonly #stages: { steps: number; ms: number }[];
	#last: StepEvent | null = null;

	constructor(plan: RunPlan, batch: number) {
		this.#plan = plan;
		this.#batch = batch;
		this.#stages = plan.stages.map(() => ({ steps: 0, ms: 0 }));
	}

	/** Throws MachineError where training went astray. */
	note(event: TrainEvent): void {
		if (event.type === 'step') this.#step(event);
		if (event.type === 'evaluation' && event.final) this.#judgements.set(event.weights, event);
		if (event.type === 'diverged') {
			throw new MachineError(
				`The loss was no longer a number at step ${event.step + 1}: a lower --learning-rate may help.`
			);
		}
	}

	result(device: DeviceReport, out: string | null) {
		const judged = this.#judgements.get('parameters');
		const averaged = this.#judgements.get('ema');
		const { totalSteps, stepsPerEpoch } = this.#plan;
		const done = this.#stages.reduce(
			(sum, { steps, ms }) => ({ steps: sum.steps + steps, ms: sum.ms + ms }),
			{
				steps: 0,
				ms: 0
			}
		);
		return {
			accuracy: judged ? judged.correct / judged.images : null,
			emaAccuracy: averaged ? averaged.correct / averaged.images : null,
			loss: judged?.loss ?? null,
			epochs: totalSteps / stepsPerEpoch,
			steps: totalSteps,
			seconds: done.ms / 1000,
			imagesPerSecond: this.#speed(done),
			stages: this.#plan.stages.map(({ size, dropout, from, to }, stage) => ({
				size,
				steps: to - from,
				imagesPerSecond: this.#speed(this.#stages[stage] ?? { steps: 0, ms: 0 }),
				dropout,
				// Nothing applies these regularisers yet.
				randaugment: 0,
				mixup: 0
			})),
			adapter: device.adapter,
			engine: device.engine,
			out
		};
	}

	#step(event: StepEvent): void {
		const stage = this.#stages[event.stage];
		if (!stage) return;
		stage.steps++;
		stage.ms += event.trainMs - (this.#last?.trainMs ?? 0);
		this.#last = event;
	}

	/** Null where no step was trained. */
	#speed({ steps, ms }: { readonly steps: number; readonly ms: number }): number | null {
		return steps === 0 || ms === 0 ? null : (1000 * steps * this.#batch) / ms;
	}
}

export type RunResult = ReturnType<RunReport['result']>;

/** The result as a reader wants it. */
export function describe(result: RunResult): string {
	const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
	const average = result.emaAccuracy === null ? '' : ` (moving average ${percent(result.emaAccuracy)})`;
	const speed = result.imagesPerSecond === null ? '' : `, ${result.imagesPerSecond.toFixed(1)} images/s`;
	const kept = result.out === null ? '' : `\nKept in ${result.out}`;
	return (
		`Accuracy ${percent(result.accuracy)}${average} on the test split after ${result.steps} steps ` +
		`(${Number(result.epochs.toFixed(2))} epochs)\n` +
		`${result.seconds.toFixed(1)} s of training on ${result.engine} (${result.adapter})${speed}${kept}`
	);
}
