import type { DeviceReport } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import type { EvaluationEvent, StepEvent, TrainEvent } from '$lib/recipe/events';
import { stepsByStage } from '$lib/recipe/schedule';
import type { RunPlan } from '$lib/recipe/plan';
import { classAccuracy } from '$lib/recipe/score';
import { BorderClock } from './borderClock';
import { MachineError } from './failure';

/** Gathers what `train` prints at its end. Speeds count training steps of this call alone. */
export class RunReport {
	readonly #plan: RunPlan;
	readonly #config: Pick<RunConfig, 'batch' | 'randaugmentLayers'>;
	/** At the end of the run, the final size first. */
	readonly #judgements: EvaluationEvent[] = [];
	/** Steps and time by stage. */
	readonly #stages: { steps: number; ms: number }[];
	readonly #borders: BorderClock;
	#last: StepEvent | null = null;

	/** @param clock milliseconds from any origin */
	constructor(plan: RunPlan, config: Pick<RunConfig, 'batch' | 'randaugmentLayers'>, clock: () => number) {
		this.#plan = plan;
		this.#config = config;
		this.#stages = plan.stages.map(() => ({ steps: 0, ms: 0 }));
		this.#borders = new BorderClock(clock);
	}

	/** Throws MachineError where training went astray. */
	note(event: TrainEvent): void {
		this.#borders.note(event);
		if (event.type === 'step') this.#step(event);
		if (event.type === 'evaluation' && event.final) this.#judgements.push(event);
		if (event.type === 'diverged') {
			throw new MachineError(
				`The loss was no longer a number at step ${event.step + 1}: a lower --learning-rate may help.`
			);
		}
	}

	result(device: DeviceReport, out: string | null) {
		const { totalSteps, stepsPerEpoch } = this.#plan;
		const [finalSize, ...testSizes] = new Set(this.#judgements.map(({ size }) => size));
		const steps = stepsByStage(this.#plan);
		const done = this.#stages.reduce(
			(sum, { steps, ms }) => ({ steps: sum.steps + steps, ms: sum.ms + ms }),
			{
				steps: 0,
				ms: 0
			}
		);
		return {
			...this.#judged(finalSize),
			...this.#byClass(finalSize),
			testSizes: testSizes.map((size) => ({ size, ...this.#judged(size) })),
			epochs: totalSteps / stepsPerEpoch,
			steps: totalSteps,
			seconds: done.ms / 1000,
			imagesPerSecond: this.#speed(done),
			stages: this.#plan.stages.map(({ stage, size, dropout, randaugment, mixup, cutmix, dropPath }) => ({
				size,
				steps: steps[stage] ?? 0,
				imagesPerSecond: this.#speed(this.#stages[stage] ?? { steps: 0, ms: 0 }),
				switchMs: this.#switchMs(stage),
				dropout,
				randaugment: this.#config.randaugmentLayers === 0 ? 0 : randaugment,
				mixup,
				cutmix,
				dropPath
			})),
			adapter: device.adapter,
			engine: device.engine,
			out
		};
	}

	#judgement(size: number | undefined, weights: EvaluationEvent['weights']): EvaluationEvent | undefined {
		return this.#judgements.find((event) => event.size === size && event.weights === weights);
	}

	/** Null where nothing was judged. */
	#judged(size: number | undefined) {
		const judged = this.#judgement(size, 'parameters');
		const averaged = this.#judgement(size, 'ema');
		return {
			accuracy: judged ? judged.correct / judged.images : null,
			emaAccuracy: averaged ? averaged.correct / averaged.images : null,
			loss: judged?.loss ?? null
		};
	}

	/** Of the last weights at the final size, or null. */
	#byClass(size: number | undefined) {
		const confusion = this.#judgement(size, 'parameters')?.confusion;
		return {
			classAccuracy: confusion ? classAccuracy(confusion) : null,
			confusion: confusion ? rowsOf(confusion) : null
		};
	}

	#step(event: StepEvent): void {
		const stage = this.#stages[event.stage];
		if (!stage) return;
		stage.steps++;
		stage.ms += event.trainMs - (this.#last?.trainMs ?? 0);
		this.#last = event;
	}

	/** What a stage's first step took longer than its steps do on average, ms; null where it did not follow another here. */
	#switchMs(stage: number): number | null {
		const first = this.#borders.firstStepMs(stage);
		const { steps, ms } = this.#stages[stage] ?? { steps: 0, ms: 0 };
		return first === null || steps === 0 ? null : Math.max(0, first - ms / steps);
	}

	/** Null where no step was trained. */
	#speed({ steps, ms }: { readonly steps: number; readonly ms: number }): number | null {
		return steps === 0 || ms === 0 ? null : (1000 * steps * this.#config.batch) / ms;
	}
}

function rowsOf(confusion: Uint32Array): number[][] {
	const classes = Math.sqrt(confusion.length);
	return Array.from({ length: classes }, (_, label) => [
		...confusion.subarray(label * classes, (label + 1) * classes)
	]);
}

export type RunResult = ReturnType<RunReport['result']>;

/** The result as a reader wants it. */
export function describe(result: RunResult): string {
	const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
	const average = result.emaAccuracy === null ? '' : ` (moving average ${percent(result.emaAccuracy)})`;
	const speed = result.imagesPerSecond === null ? '' : `, ${result.imagesPerSecond.toFixed(1)} images/s`;
	const epochs = Number(result.epochs.toFixed(2));
	const kept = result.out === null ? '' : `\nKept in ${result.out}`;
	return (
		`Accuracy ${percent(result.accuracy)}${average} on the test split after ${result.steps} steps ` +
		`(${epochs} ${epochs === 1 ? 'epoch' : 'epochs'})\n` +
		`${result.seconds.toFixed(1)} s of training on ${result.engine} (${result.adapter})${speed}${kept}`
	);
}
