/**
 * Table 3 of the paper, measured: one network with none, some and all stages fused, trained in turns on one engine and one
 * batch. docs/labs.md tells the rule that cuts them to the device, and the method.
 */
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import type { Roof } from '$lib/engine/roof';
import type { FusedFamily } from '$lib/model/fusedStages';
import { quartiles } from '../quartiles';
import { stepsOfTurn, warmUp, wholeStepMs } from '../wholeSteps';
import { enterFused, Scales, type FusedEntrant } from './fusedNetworks';
import { fusedRows, type FusedRow } from './fusedRows';
import { fitScale, type FusedLimits, type FusedScale } from './fusedScale';

export interface FusedTask {
	readonly family: FusedFamily;
	readonly limits: FusedLimits;
	/** Turns of each network. */
	readonly repeats: number;
}

export type FusedEvent =
	/** At what size the networks are trained. */
	| { readonly type: 'scale'; readonly scale: FusedScale }
	/** The network is built and compiled. */
	| { readonly type: 'preparing'; readonly lastFusedStage: number | null }
	/** All run for a second before the first turn. */
	| { readonly type: 'warming' }
	/** So many turns of each network so far, and what they say. */
	| { readonly type: 'turn'; readonly done: number; readonly rows: readonly FusedRow[] };

/** The turns of a network. */
interface FusedTurns {
	readonly entrant: FusedEntrant;
	/** Timed steps of a turn. */
	readonly steps: number;
	/** Median of each turn, ms. */
	readonly turnMs: number[];
	/** Every timed step, ms. */
	readonly stepMs: number[];
}

/** What the small networks are trained on: their own image size, and the batch of this project's runs. */
const SMALL = { width: 1, imageSize: 32, batch: 32 } as const;

/**
 * Measures all networks of a family. To pull is to measure, as with `measureBlocks`. Throws EngineError where the device
 * fails, or where not even the smallest shape fits the limits.
 */
export async function* measureFused(
	engine: Engine,
	roof: Roof,
	task: FusedTask,
	calm: Calm = always
): AsyncGenerator<FusedEvent, void> {
	const scale = await scaleFor(engine, roof, task);
	yield { type: 'scale', scale };
	const entrants: FusedEntrant[] = [];
	try {
		for await (const lastFusedStage of enterFused(engine, task.family, scale, entrants)) {
			yield { type: 'preparing', lastFusedStage };
		}
		yield { type: 'warming' };
		const times = await inCalm(calm, () => warmUp(entrants));
		const turns: FusedTurns[] = entrants.map((entrant, at) => ({
			entrant,
			steps: stepsOfTurn(times[at]!),
			turnMs: [],
			stepMs: []
		}));
		for (let done = 1; done <= task.repeats; done++) {
			// There and back, so that a machine that slows down meets all of them alike.
			for (const each of done % 2 === 1 ? turns : turns.toReversed()) await turn(each, calm);
			yield { type: 'turn', done, rows: fusedRows(engine.device.engine, scale, turns) };
		}
	} finally {
		for (const { executor, step } of entrants) {
			step.dispose();
			executor.dispose();
		}
	}
}

async function scaleFor(engine: Engine, roof: Roof, { family, limits }: FusedTask): Promise<FusedScale> {
	const scales = new Scales(engine, family, roof, limits.bytes);
	try {
		if (family === 'nano') return { ...SMALL, ...(await scales.weigh(SMALL)) };
		const scale = await fitScale((shape) => scales.weigh(shape), limits);
		if (scale !== null) return scale;
		const mib = Math.round(limits.bytes / 2 ** 20);
		throw new EngineError(
			'out-of-memory',
			`The four networks do not fit into ${mib} MiB even at their smallest.`
		);
	} finally {
		scales.close();
	}
}

/** A step that only warms the caches after another network's turn, then the timed ones. */
async function turn({ entrant, steps, turnMs, stepMs }: FusedTurns, calm: Calm): Promise<void> {
	const times = await inCalm(calm, async () => {
		const timed: number[] = [];
		await wholeStepMs(entrant);
		for (let made = 0; made < steps; made++) timed.push(await wholeStepMs(entrant));
		return timed;
	});
	stepMs.push(...times);
	turnMs.push(quartiles(times).median);
}
