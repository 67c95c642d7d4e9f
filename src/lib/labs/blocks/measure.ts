/**
 * MBConv against Fused-MBConv in place: a network with every block of the one kind and with every block of the other,
 * both trained on one engine in turns, each dispatch timed. docs/labs.md tells the method and its error.
 */
import type { Engine } from '$lib/engine/engine';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import { blockOps, blockPair } from '$lib/model/blockPair';
import type { BlockOp, Variant } from '$lib/model/variant';
import { timedTurn, trainee, type Trainee } from '../trainee';
import { stepsOfTurn, warmUp } from '../wholeSteps';
import { figuresOf, type OpFigures } from './figures';
import { driftOf, ratiosOf, type StageRatios } from './ratios';
import type { Sample } from './sample';

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

interface Entrant extends Trainee {
	readonly op: BlockOp;
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
			entrants.push({ op, ...(await trainee(engine, pair[op], task)), samples: [], turns: [] });
		}
		const times = await inCalm(calm, () => warmUp(entrants));
		for (let done = 1; done <= task.repeats; done++) {
			for (const [at, entrant] of entrants.entries()) {
				const steps = stepsOfTurn(times[at]!);
				const samples = await inCalm(calm, () => timedTurn(engine, entrant, steps));
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
