/**
 * MBConv against Fused-MBConv in place: a network with every block of the one kind and with every block of the other,
 * both trained on one engine in turns, each dispatch timed. docs/labs.md tells the method and its error.
 */
import type { Engine } from '$lib/engine/engine';
import { EngineError, type Batch, type Executor, type TrainingStep } from '$lib/engine/executor';
import { plainScalars } from '$lib/engine/plainScalars';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import { blockOps, blockPair } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaTargets } from '$lib/model/formula';
import { initialParameters } from '$lib/model/initialise';
import type { BlockOp, Variant } from '$lib/model/variant';
import { figuresOf, type OpFigures } from './figures';
import { driftOf, ratiosOf, type StageRatios } from './ratios';
import { Sorter, type Sample } from './sample';
import { stepsOfTurn, warmUp, wholeStep } from './steps';

export interface BlockTask {
	readonly variant: Variant;
	/** Pixels. */
	readonly imageSize: number;
	readonly batch: number;
	/** Turns of each network. */
	readonly repeats: number;
}

export type BlockEvent =
	/** The network is built, compiled and run once to warm up. */
	| { readonly type: 'preparing'; readonly op: BlockOp }
	/** So many turns of each network so far, and what they say. */
	| {
			readonly type: 'repeat';
			readonly done: number;
			readonly figures: readonly OpFigures[];
			readonly ratios: readonly StageRatios[];
			/** See `driftOf`. */
			readonly drift: number;
	  };

interface Entrant {
	readonly op: BlockOp;
	readonly executor: Executor;
	readonly step: TrainingStep;
	readonly sorter: Sorter;
	readonly batch: Batch;
	/** All of its turns. */
	readonly samples: Sample[];
	/** Turn by turn. */
	readonly turns: OpFigures[];
}

/**
 * Measures both networks. Pulling an event is measuring: nothing happens between two pulls, and whoever stops pulling
 * (`return`) has lost nothing of what was told. Throws EngineError where the engine does not time its kernels, the
 * device fails, or both networks do not fit it.
 */
export async function* measureBlocks(
	engine: Engine,
	task: BlockTask,
	calm: Calm = always
): AsyncGenerator<BlockEvent, void> {
	const pair = blockPair(task.variant);
	const entrants: Entrant[] = [];
	try {
		for (const op of blockOps) {
			yield { type: 'preparing', op };
			entrants.push(await enter(engine, op, pair[op], task));
		}
		const times = await inCalm(calm, () => warmUp(entrants));
		for (let done = 1; done <= task.repeats; done++) {
			for (const [at, entrant] of entrants.entries()) {
				const steps = stepsOfTurn(times[at]!);
				const samples = await inCalm(calm, () => turn(engine, entrant, steps));
				entrant.samples.push(...samples);
				entrant.turns.push(figuresOf(entrant.op, samples));
			}
			yield told(done, entrants);
		}
	} finally {
		for (const { executor, step } of entrants) {
			step.dispose();
			executor.dispose();
		}
	}
}

function told(done: number, entrants: readonly Entrant[]): BlockEvent {
	const [mbconv = [], fused = []] = entrants.map(({ turns }) => turns);
	return {
		type: 'repeat',
		done,
		figures: entrants.map(({ op, samples }) => figuresOf(op, samples)),
		ratios: ratiosOf(mbconv, fused),
		drift: driftOf([mbconv, fused])
	};
}

async function enter(
	engine: Engine,
	op: BlockOp,
	variant: Variant,
	{ imageSize, batch: images }: BlockTask
): Promise<Entrant> {
	const graph = buildGraph(variant);
	const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	try {
		executor.writeParameters(initialParameters(graph, 0));
		const step = await executor.compileTraining({ imageSize, batch: images });
		if (step.profile === undefined) throw new EngineError('unavailable', noClock(engine));
		const batch = {
			images: formulaImages('input', 0, images, imageSize),
			targets: formulaTargets('labels', 0, images, graph.options.classes)
		};
		// The first step compiles what is compiled when it is first run.
		await wholeStep({ step, batch });
		return { op, executor, step, sorter: new Sorter(graph), batch, samples: [], turns: [] };
	} catch (error) {
		executor.dispose();
		throw error;
	}
}

const noClock = ({ device }: Engine) =>
	`The engine ${device.engine} does not time its kernels one by one; webgpu and wasm do.`;

/**
 * A turn: step by step one as a whole and one with a time for each dispatch, so that both meet the same noise and their
 * medians can be compared. Before either goes one that is not timed, for caches are cold after another network's turn and
 * after the copies that `profile` makes; `profile` itself makes the one before its own.
 */
async function turn(engine: Engine, entrant: Entrant, steps: number): Promise<Sample[]> {
	const { step, batch, sorter } = entrant;
	const { engine: name, features } = engine.device;
	const clock = name === 'webgpu' && !features.includes('timestamp-query') ? 'fence' : 'own';
	const samples: Sample[] = [];
	for (let made = 0; made < steps; made++) {
		await wholeStep(entrant);
		const stepMs = await wholeStep(entrant);
		const dispatches = await step.profile!(batch, plainScalars, 1, clock);
		samples.push(sorter.sample(dispatches, stepMs));
	}
	return samples;
}
