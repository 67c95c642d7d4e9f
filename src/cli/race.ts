/** Times contestants in turns, so that whatever else the machine does meets all of them alike. */
import type { GpuCounts, GpuLedger } from '$lib/engine/gpuLedger';
import type { Course, Racer } from '$lib/engine/peers/racer';
import { usesGpu, type Contestant, type Field } from './contestants';
import { MachineError } from './failure';

export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

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
	 * From asking for the step to the end of its first run, less one later run. Pipelines that an earlier contestant
	 * has compiled are not compiled again: `tfjs` and `tfjs-webgpu` in one race share theirs.
	 */
	readonly compileMs: number;
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
}

interface Prepared extends Entry {
	readonly racer: Racer;
	/** Steps of one turn. */
	readonly steps: number;
	readonly costs: Pick<Row, 'dispatches' | 'pipelines' | 'compileMs' | 'bufferBytes'>;
	readonly seconds: number[];
	readonly hostMs: number[];
}

/** Length of a turn; a slower contestant takes one step. */
const TURN_MS = 500;
const MOST_STEPS = 100;
/** Steps before anything is timed. Where nothing is executed, what is timed is JavaScript that V8 has still to compile. */
const WARM_UP = { executes: 1, null: 20 };

/** Races the entries; `tell` hears who is ready. Throws MachineError if somebody's loss is not a number. */
export async function race(
	entries: readonly Entry[],
	conditions: Conditions,
	tell: (sentence: string) => void
): Promise<Row[]> {
	const prepared: Prepared[] = [];
	try {
		for (const entry of entries) {
			const ready = await prepare(entry, conditions);
			prepared.push(ready);
			const { contestant, course } = entry;
			tell(`${contestant.name}, batch ${course.shape.batch}: ready, ${ready.steps} steps a turn`);
		}
		for (let turn = 0; turn < conditions.repeats; turn++) {
			for (const each of prepared) {
				const { seconds, hostMs } = await timed(each, each.steps, conditions);
				each.seconds.push(seconds);
				each.hostMs.push(hostMs);
			}
		}
		return prepared.map((each) => rowOf(each, conditions));
	} finally {
		for (const { racer } of prepared) racer.dispose();
	}
}

async function prepare(entry: Entry, conditions: Conditions): Promise<Prepared> {
	const ledger = usesGpu(entry.contestant) ? conditions.ledger : null;
	const before = ledger?.read();
	const start = performance.now();
	const racer = await conditions.field.enter(entry.contestant, entry.course);
	try {
		const runner = { ...entry, racer };
		await timed(runner, 1, conditions);
		const firstMs = performance.now() - start;
		await timed(runner, conditions.executes ? WARM_UP.executes : WARM_UP.null, conditions);
		const between = ledger?.read();
		const stepMs = (await timed(runner, 1, conditions)).seconds * 1000;
		const after = ledger?.read();
		const counted = (key: keyof GpuCounts, since: GpuCounts | undefined) =>
			after === undefined || since === undefined ? null : after[key] - since[key];
		const { statistics } = racer;
		const costs = {
			dispatches: statistics?.dispatches ?? counted('dispatches', between),
			pipelines: statistics?.pipelines ?? counted('pipelines', before),
			// Measured alike for everybody, whatever the engine itself counts as compiling.
			compileMs: Math.max(0, firstMs - stepMs),
			bufferBytes: statistics?.bufferBytes ?? counted('bufferBytes', before)
		};
		const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(TURN_MS / stepMs)));
		return { ...runner, steps, costs, seconds: [], hostMs: [] };
	} catch (error) {
		racer.dispose();
		throw error;
	}
}

/** Runs some steps, at most two in flight. `hostMs` is of one step. */
async function timed(
	{ racer, contestant }: Entry & { readonly racer: Racer },
	steps: number,
	{ executes }: Conditions
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
	const real = executes || !usesGpu(contestant);
	if (real && !losses.every(Number.isFinite)) {
		throw new MachineError(`${contestant.name} computed a loss that is not a number.`);
	}
	return { seconds: ms / 1000, hostMs: (real ? hostMs : ms) / steps };
}

function rowOf(prepared: Prepared, { executes }: Conditions): Row {
	const { contestant, course, steps, costs, seconds, hostMs } = prepared;
	const { batch } = course.shape;
	const rates = seconds.map((each) => (batch * steps) / each);
	return {
		engine: contestant.name,
		batch,
		threads: contestant.threads,
		imagesPerSecond: executes || !usesGpu(contestant) ? spread(rates) : null,
		hostMs: spread(hostMs).median,
		...costs
	};
}

/** Median (of an even number of values the mean of the middle two), smallest and largest. */
function spread(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (index: number) => sorted[index] ?? NaN;
	const median = (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2;
	return { median, min: at(0), max: at(sorted.length - 1) };
}
