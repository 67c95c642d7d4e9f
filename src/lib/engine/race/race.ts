/**
 * Times contestants in turns, so that whatever else the machine does meets all of them alike. `lab bench` and the page
 * race by this file.
 */
import type { GpuCounts, GpuLedger } from '../gpuLedger';
import { always, inCalm, type Calm } from './calm';
import type { Contestant } from './contestant';
import type { Field } from './field';
import type { Course, Racer } from './racer';
import { spread, type Spread } from '../spread';

export interface Row {
	readonly engine: string;
	readonly batch: number;
	/** Null where the engine takes no number of threads. */
	readonly threads: number | null;
	/** Null on an adapter that executes nothing. */
	readonly imagesPerSecond: Spread | null;
	/** JavaScript of one step; on an adapter that executes nothing the whole step. */
	readonly hostMs: number;
	readonly dispatches: number | null;
	readonly pipelines: number | null;
	/**
	 * From asking for the step to the end of its first run, less one later run; null where something came between.
	 * Pipelines that an earlier contestant has compiled are not compiled again: `tfjs` and `tfjs-webgpu` in one race
	 * share theirs.
	 */
	readonly compileMs: number | null;
	readonly bufferBytes: number | null;
}

export interface Entry {
	readonly contestant: Contestant;
	readonly course: Course;
}

export interface Conditions {
	readonly field: Field;
	/** Null in a race without GPU. */
	readonly ledger: GpuLedger | null;
	readonly repeats: number;
	/** False on the null adapter. */
	readonly executes: boolean;
	readonly calm?: Calm;
	readonly turnMs?: number;
}

/** `entry` is the index of the contestant that it tells of. */
export type RaceEvent =
	/** It builds its network and compiles, up to the end of a first step. */
	| { readonly type: 'preparing'; readonly entry: number }
	| { readonly type: 'warming'; readonly entry: number }
	| {
			readonly type: 'ready';
			readonly entry: number;
			/** Steps of each turn. */
			readonly steps: number;
			/** What one step took before the race, ms. */
			readonly stepMs: number;
			/** Steps that were made before the race and are not in its figures. */
			readonly warmUp: number;
	  }
	| {
			readonly type: 'turn';
			readonly entry: number;
			/** Images/s of its turns so far, in their order; meaningless on the null adapter. */
			readonly rates: readonly number[];
			/** What is known of it so far. */
			readonly row: Row;
	  };

interface Runner extends Entry {
	readonly racer: Racer;
}

interface Prepared extends Runner {
	readonly steps: number;
	readonly costs: Pick<Row, 'dispatches' | 'pipelines' | 'compileMs' | 'bufferBytes'>;
	readonly rates: number[];
	readonly hostMs: number[];
}

/**
 * Length of a turn; a slower contestant takes one step. Long enough that a contestant of some steps a second shows its
 * pace: the first step after another's turn finds cold caches, and the last one of a turn nothing to overlap with.
 */
const TURN_MS = 2000;
const MOST_STEPS = 100;
/** Steps before anything is timed. Where nothing is executed, what is timed is JavaScript that V8 has still to compile. */
const WARM_UP = { executes: 1, null: 20 };

/** A contestant computed what is no number: its speed would mean nothing. */
export class RaceError extends Error {
	override readonly name = 'RaceError';
}

/**
 * Races the entries. Pulling an event is racing: nothing happens between two pulls, and whoever stops pulling
 * (`return`) has lost nothing of what was told. Throws RaceError if somebody's loss is not a number, EngineError if the
 * device fails.
 */
export async function* race(
	entries: readonly Entry[],
	conditions: Conditions
): AsyncGenerator<RaceEvent, void> {
	const { calm = always, repeats } = conditions;
	const racers: Racer[] = [];
	const field: Prepared[] = [];
	try {
		for (const entry of entries.keys()) field.push(yield* prepare(entries, entry, conditions, racers));
		for (let turn = 0; turn < repeats; turn++) {
			for (const [entry, each] of field.entries()) {
				const { seconds, hostMs } = await inCalm(calm, () => timed(each, each.steps, conditions));
				each.rates.push((each.course.shape.batch * each.steps) / seconds);
				each.hostMs.push(hostMs);
				yield { type: 'turn', entry, rates: [...each.rates], row: rowOf(each, conditions) };
			}
		}
	} finally {
		for (const racer of racers) racer.dispose();
	}
}

/** Makes one contestant ready; its racer is added to `racers` as soon as there is one. */
async function* prepare(
	entries: readonly Entry[],
	entry: number,
	conditions: Conditions,
	racers: Racer[]
): AsyncGenerator<RaceEvent, Prepared> {
	const { contestant, course } = entries[entry]!;
	const { calm = always, field, turnMs = TURN_MS } = conditions;
	const ledger = contestant.usesWebgpu ? conditions.ledger : null;
	yield { type: 'preparing', entry };
	const enter = await contestant.load();
	const disturbances = await calm.disturbances();
	await calm.wait();
	const before = ledger?.read();
	const start = performance.now();
	const racer = await enter(course, field.hostOf(contestant));
	racers.push(racer);
	const runner = { contestant, course, racer };
	await timed(runner, 1, conditions);
	const ms = performance.now() - start;
	const firstMs = (await calm.disturbances()) === disturbances ? ms : null;
	yield { type: 'warming', entry };
	const warmUp = conditions.executes ? WARM_UP.executes : WARM_UP.null;
	await timed(runner, warmUp, conditions);
	const { seconds, between } = await inCalm(calm, async () => {
		const counts = ledger?.read();
		return { between: counts, ...(await timed(runner, 1, conditions)) };
	});
	const stepMs = seconds * 1000;
	const costs = {
		...countedCosts(racer, ledger?.read(), before, between),
		// Measured alike for everybody, whatever the engine itself counts as compiling.
		compileMs: firstMs === null ? null : Math.max(0, firstMs - stepMs)
	};
	const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(turnMs / stepMs)));
	yield { type: 'ready', entry, steps, stepMs, warmUp: warmUp + 2 };
	return { ...runner, steps, costs, rates: [], hostMs: [] };
}

/** Dispatches of the one step since `between`, pipelines and buffers since `before`, where the racer keeps no books. */
function countedCosts(
	{ statistics }: Racer,
	after: GpuCounts | undefined,
	before: GpuCounts | undefined,
	between: GpuCounts | undefined
) {
	const counted = (key: keyof GpuCounts, since: GpuCounts | undefined) =>
		after === undefined || since === undefined ? null : after[key] - since[key];
	return {
		dispatches: statistics?.dispatches ?? counted('dispatches', between),
		pipelines: statistics?.pipelines ?? counted('pipelines', before),
		bufferBytes: statistics?.bufferBytes ?? counted('bufferBytes', before)
	};
}

/** Runs some steps, at most two in flight. `hostMs` is of one step. */
async function timed(
	{ racer, contestant }: Runner,
	steps: number,
	{ executes, field }: Conditions
): Promise<{ seconds: number; hostMs: number }> {
	const losses: number[] = [];
	let hostMs = 0;
	const start = performance.now();
	for (let step = 0; step < steps; step++) {
		const from = performance.now();
		await racer.run();
		hostMs += performance.now() - from;
		losses.push(...(await racer.finish(1)));
	}
	losses.push(...(await racer.finish(0)));
	const ms = performance.now() - start;
	// A library that does not watch its device goes on with zeros where a kernel was refused.
	field.check();
	const real = executes || !contestant.usesWebgpu;
	if (real && !losses.every(Number.isFinite)) {
		throw new RaceError(`${contestant.name} computed a loss that is not a number.`);
	}
	return { seconds: ms / 1000, hostMs: (real ? hostMs : ms) / steps };
}

function rowOf(prepared: Prepared, { executes }: Conditions): Row {
	const { contestant, course, costs, rates, hostMs } = prepared;
	return {
		engine: contestant.name,
		batch: course.shape.batch,
		threads: contestant.threads,
		imagesPerSecond: executes || !contestant.usesWebgpu ? spread(rates) : null,
		hostMs: spread(hostMs).median,
		...costs
	};
}
