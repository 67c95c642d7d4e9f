/**
 * Image size and batch at fixed memory: whole training steps of one network at several image sizes, with the largest
 * batch that the memory holds and with one batch for all. docs/labs.md tells the method.
 */
import type { Engine } from '$lib/engine/engine';
import type { Batch, Executor, TrainingStep } from '$lib/engine/executor';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import type { Graph } from '$lib/model/graph';
import type { Variant } from '$lib/model/variant';
import { quartiles } from '../quartiles';
import { noise, trainingExecutor } from '../trainee';
import { stepsOfTurn, TURN_MS, wholeStepMs } from '../wholeSteps';
import { planBatches, type PlannedBatch, type SizeTask } from './batches';
import { middleOf, type PartEvent } from './event';
import type { SizeRow } from './rows';

/** A step that is compiled and warm; rows of equal size and batch share one. */
interface Entrant {
	readonly size: number;
	readonly batch: number;
	readonly step: TrainingStep;
	readonly images: Batch;
	/** Timed steps of a turn. */
	readonly steps: number;
	/** Milliseconds. */
	readonly samples: number[];
}

/**
 * Pulling an event is measuring, as with `measureBlocks`. Throws EngineError where sizes do not fit the memory or the
 * device, where the engine keeps no books, and where the device fails; what was told before is not lost.
 */
export async function* measureSizes(
	engine: Engine,
	task: SizeTask & { readonly variant: Variant; readonly repeats: number },
	calm: Calm = always
): AsyncGenerator<PartEvent<{ readonly rows: SizeRow[] }>, void> {
	const graph = buildGraph(task.variant);
	const { classes } = graph.options;
	yield { type: 'preparing', name: task.variant.name };
	const executor = await trainingExecutor(engine, graph);
	try {
		const planned = await planBatches(executor, task, classes);
		const entrants: Entrant[] = [];
		for (const { size, batch } of toMeasure(planned)) {
			yield { type: 'preparing', name: `${size} px × ${batch}` };
			entrants.push(await enter(executor, size, batch, classes));
		}
		for (let done = 1; done <= task.repeats; done++) {
			for (const entrant of entrants) entrant.samples.push(...(await inCalm(calm, () => turn(entrant))));
			yield { type: 'repeat', done, rows: { rows: sizeRows(graph, planned, entrants) } };
		}
	} finally {
		executor.dispose();
	}
}

/** Each size and batch once. The one that takes most memory comes first: later steps then lie where it lies. */
function toMeasure(planned: readonly PlannedBatch[]): PlannedBatch[] {
	const named = new Map(
		planned.filter(({ fits }) => fits).map((each) => [`${each.size} ${each.batch}`, each])
	);
	return [...named.values()].sort((a, b) => b.bytes - a.bytes);
}

async function enter(executor: Executor, size: number, batch: number, classes: number): Promise<Entrant> {
	const shape = { imageSize: size, batch };
	const step = await executor.compileTraining(shape);
	const images = noise(shape, classes);
	await wholeStepMs({ step, batch: images });
	const ms = await wholeStepMs({ step, batch: images });
	return { size, batch, step, images, steps: stepsOfTurn(ms), samples: [] };
}

/** Milliseconds of each timed step. A short one is preceded by one that is not timed: caches are cold after another's turn. */
async function turn({ step, images, steps, samples }: Entrant): Promise<number[]> {
	const timed: number[] = [];
	const isShort = steps > 1 || (samples[0] ?? 0) < TURN_MS;
	if (isShort) await wholeStepMs({ step, batch: images });
	for (let made = 0; made < steps; made++) timed.push(await wholeStepMs({ step, batch: images }));
	return timed;
}

function sizeRows(graph: Graph, planned: readonly PlannedBatch[], entrants: readonly Entrant[]): SizeRow[] {
	return planned.map(({ fits, ...row }) => {
		const entrant = entrants.find(({ size, batch }) => fits && size === row.size && batch === row.batch);
		const { macs } = countGraph(graph, row.size);
		if (entrant === undefined) {
			return { ...row, macs, imagesPerSecond: null, quartiles: null, stepMs: null, samples: 0 };
		}
		const { samples } = entrant;
		const rate = quartiles(samples.map((ms) => (1000 * row.batch) / ms));
		return {
			...row,
			macs,
			imagesPerSecond: rate.median,
			quartiles: middleOf(rate),
			stepMs: quartiles(samples).median,
			samples: samples.length
		};
	});
}
