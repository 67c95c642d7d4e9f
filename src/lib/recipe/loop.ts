/**
 * The training loop: drives any executor through the stretches of a run and tells what happens. At most two steps
 * are queued at a time, so that a pause is felt at once and the device never idles.
 */
import type { StepMetrics, TrainingStep } from '$lib/engine/executor';
import type { CompiledStretch } from './compiledStretch';
import type { EvaluationEvent, StepEvent, TrainEvent } from './events';
import { finalSize, Run, type Saver, type TrainOptions } from './run';
import type { PlannedStage, Stretch } from './plan';

/** Steps that may be unfinished when the next one is queued. */
const IN_FLIGHT = 1;

/**
 * Trains from `position` to the end of the run, then judges the network on the whole test split. Nothing happens
 * between two calls of `next()` but the steps that are queued; `return()` ends the run and frees all it made.
 * When loss or gradient is no longer a number the run ends with `diverged`, the executor back at the last state
 * that was judged or saved (or that it began with). Throws TrainError before the first event, and what the
 * executor throws.
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void, void> {
	const run = new Run(options);
	try {
		run.requireRoom();
		await run.keep(options.position ?? 0);
		for (const stretch of run.remaining) {
			const diverged = yield* trainStretch(run, stretch);
			if (diverged !== null) return yield* goBack(run, diverged);
		}
		for await (const event of finalJudgement(run)) {
			if (Number.isFinite(event.loss)) yield event;
			else return yield* goBack(run, run.plan.totalSteps - 1);
		}
		yield { type: 'end', steps: run.plan.totalSteps, trainMs: run.trainMs };
	} finally {
		await run.dispose();
	}
}

/** The end of a run whose numbers are none any more: the last state that was good comes back. */
function* goBack(run: Run, step: number): Generator<TrainEvent, void, void> {
	const position = run.restore();
	yield { type: 'diverged', step, position };
}

/** Trains one stretch; returns the step at which it diverged, or null. */
async function* trainStretch(run: Run, stretch: Stretch): AsyncGenerator<TrainEvent, number | null, void> {
	const steps = await run.steps.take(stretch);
	try {
		for (const stage of stretch.stages) {
			yield { type: 'stage', ...stage, compileMs: steps.compileMs(stage) };
		}
		const next = run.remaining.find(({ from }) => from >= stretch.to);
		if (next) run.steps.prepare(next);
		for (let at = Math.max(stretch.from, run.options.position ?? 0); at < stretch.to; at++) {
			const diverged = yield* trainStep(run, stretch, steps, at);
			if (diverged !== null) return diverged;
		}
		return null;
	} finally {
		steps.dispose();
		run.leaveStretch();
	}
}

/** Queues step `at` and tells of those that have finished; judges and saves where that is due. As `trainStretch`. */
async function* trainStep(
	run: Run,
	stretch: Stretch,
	steps: CompiledStretch,
	at: number
): AsyncGenerator<TrainEvent, number | null, void> {
	const { clock, saver } = run.options;
	const position = at + 1;
	const judged = run.judgedAt(stretch, position);
	const wait = judged || position === stretch.to;

	const started = clock();
	const stage = run.plan.stageAt(at);
	const queue = (step: TrainingStep) => {
		run.feed.run(step, run.batches.at(at, stage), run.scalars(stage, at));
	};
	const rows = await steps.advance(stage, queue, wait ? 0 : inFlight(run));
	run.trainMs += clock() - started;
	const diverged = yield* tell(run, rows);
	if (diverged !== null) return diverged;
	if (judged) {
		for await (const event of stageJudgements(run, stretch.judged, position)) {
			if (!Number.isFinite(event.loss)) return at;
			yield event;
		}
	}
	// Asked only now, so that whoever stops pulling can have the last step saved.
	if (saver?.due(position)) return yield* save(run, saver, steps, position);
	if (judged && (await run.keep(position)) === null) return at;
	return null;
}

/** Tells of finished steps up to one whose numbers are none, which is returned, or null. */
function* tell(run: Run, rows: readonly StepMetrics[]): Generator<TrainEvent, number | null, void> {
	for (const row of rows) {
		if (!isFiniteStep(row)) return row.step;
		yield stepEvent(run, row);
	}
	return null;
}

/** Waits for the steps under way, hands the state to the saver and tells so. As `trainStretch`. */
async function* save(
	run: Run,
	saver: Saver,
	steps: CompiledStretch,
	position: number
): AsyncGenerator<TrainEvent, number | null, void> {
	const started = run.options.clock();
	const rows = await steps.finish();
	run.trainMs += run.options.clock() - started;
	const diverged = yield* tell(run, rows);
	if (diverged !== null) return diverged;
	const state = await run.keep(position);
	if (state === null) return position - 1;
	await saver.save(position, state);
	yield { type: 'saved', position };
	return null;
}

function inFlight({ options }: Run): number {
	return options.inFlight?.() ?? IN_FLIGHT;
}

function isFiniteStep({ loss, gradientNorm }: StepMetrics): boolean {
	return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

function stepEvent(run: Run, row: StepMetrics): StepEvent {
	const stage = run.plan.stageAt(row.step);
	return {
		type: 'step',
		...row,
		stage: stage.stage,
		epoch: (row.step + 1) / run.plan.stepsPerEpoch,
		learningRate: run.scalars(stage, row.step).learningRate,
		images: run.options.config.batch,
		trainMs: run.trainMs
	};
}

/** While training: at the stage's own size unless told otherwise, and at the final one, which is where the run is going. */
async function* stageJudgements(
	run: Run,
	stage: PlannedStage,
	position: number
): AsyncGenerator<EvaluationEvent, void, void> {
	const at = { stage: stage.stage, step: position, weights: 'parameters', final: false } as const;
	const { config, evaluation } = run.options;
	const own = evaluation?.finalSizeOnly ? [] : [stage.size];
	for (const size of new Set([...own, finalSize(config)])) {
		yield await run.judge({ ...at, size });
	}
}

/**
 * At the end of the run: the whole test split, by the last weights and by their average where one is kept, at the final
 * size and then at the other sizes that are asked for.
 */
async function* finalJudgement(run: Run): AsyncGenerator<EvaluationEvent, void, void> {
	const { config } = run.options;
	const { stages, totalSteps } = run.plan;
	const at = { stage: stages.length - 1, step: totalSteps, final: true };
	for (const size of new Set([finalSize(config), ...config.testSizes])) {
		yield await run.judge({ ...at, size, weights: 'parameters' });
		if (config.emaDecay !== null) yield await run.judge({ ...at, size, weights: 'ema' });
	}
}
