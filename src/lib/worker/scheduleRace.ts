/**
 * Who of several runs trains when. With seeds one after the other and, within a seed, the entrants in turns, whatever
 * else the machine does meets all entrants, a comparison is complete after each seed, and at most one run of each entrant
 * is in memory.
 */
import type { TrainEvent } from '$lib/recipe/events';
import type { RaceOrder } from './scheduleProtocol';

/** Which run: entrant and how manieth seed, from 0. */
export interface Lane {
	readonly entrant: number;
	readonly seed: number;
}

/** A run that is trained as long as it is pulled. */
export interface Runner {
	/** The next thing that happens, or null at the end. */
	next(): Promise<TrainEvent | null>;
	/** Whether no step may be left under way when the next event is told. */
	settling: boolean;
	/** Frees all that the run holds. */
	close(): Promise<void>;
}

export interface RaceOptions {
	readonly entrants: number;
	readonly seeds: number;
	readonly order: RaceOrder;
	/** Training time of a turn, ms. */
	readonly turnMs: number;
	readonly open: (lane: Lane) => Promise<Runner>;
	/** Waited for between two events: a pause. */
	readonly gate: () => Promise<void>;
}

export type RaceEvent = Lane & {
	readonly event: TrainEvent;
	/** Whether the run's turn ends here. */
	readonly last: boolean;
};

/** A run that takes part. */
interface Racer {
	readonly lane: Lane;
	readonly runner: Runner;
	/** Training time so far, ms. */
	trainMs: number;
	over: boolean;
}

/** After a turn's time the steps under way are waited for: after two more that were told, none is. */
const SETTLING_STEPS = 2;

/**
 * Trains everybody; to pull is to race, `return()` ends it and frees all runs. A run that diverges is over, the others go
 * on. Throws what opening and training throw.
 */
export async function* raceSchedules(options: RaceOptions): AsyncGenerator<RaceEvent, void, void> {
	for (let seed = 0; seed < options.seeds; seed++) {
		const lanes = Array.from({ length: options.entrants }, (_, entrant) => ({ entrant, seed }));
		if (options.order === 'alternating') yield* raceTogether(lanes, options);
		else for (const lane of lanes) yield* raceTogether([lane], options);
	}
}

/** The turns of these runs: whoever has trained the shortest time is next. */
async function* raceTogether(
	lanes: readonly Lane[],
	options: RaceOptions
): AsyncGenerator<RaceEvent, void, void> {
	const racers: Racer[] = [];
	try {
		for (const lane of lanes) {
			racers.push({ lane, runner: await options.open(lane), trainMs: 0, over: false });
		}
		for (let racer = next(racers); racer !== null; racer = next(racers)) {
			yield* turn(racer, options);
			if (racer.over) await racer.runner.close();
		}
	} finally {
		for (const { runner, over } of racers) if (!over) await runner.close();
	}
}

/** Who is next: the least trained of those who are not over, the first of equals; null when all are. */
export function next<R extends Pick<Racer, 'trainMs' | 'over'>>(racers: readonly R[]): R | null {
	return racers.reduce<R | null>(
		(least, racer) => (racer.over || (least !== null && least.trainMs <= racer.trainMs) ? least : racer),
		null
	);
}

/** One turn: until its training time is over and nothing of it is under way, or until the run is over. */
async function* turn(racer: Racer, { turnMs, gate }: RaceOptions): AsyncGenerator<RaceEvent, void, void> {
	const { lane, runner } = racer;
	const until = racer.trainMs + turnMs;
	let left = SETTLING_STEPS;
	runner.settling = false;
	while (left > 0) {
		await gate();
		const event = await runner.next();
		if (event === null) {
			racer.over = true;
			return;
		}
		if (event.type === 'step') {
			racer.trainMs = event.trainMs;
			if (runner.settling) left--;
			runner.settling = event.trainMs >= until;
		}
		if (event.type === 'diverged') racer.over = true;
		yield { ...lane, event, last: left === 0 };
		if (racer.over) return;
	}
}
