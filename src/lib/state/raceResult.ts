import {
	contestantNames,
	type BenchEvent,
	type ContestantName,
	type RaceRow
} from '$lib/worker/benchProtocol';

/** What one contestant of a race has told so far. */
export interface RaceResult {
	readonly contestant: ContestantName;
	/** Turns are told by `rates`. */
	readonly phase: 'waiting' | 'preparing' | 'warming' | 'ready';
	/** Known from `ready` on. */
	readonly pace: { readonly steps: number; readonly stepMs: number; readonly warmUp: number } | null;
	/** Images/s of its turns, in their order. */
	readonly rates: readonly number[];
	readonly row: RaceRow | null;
}

/** Everybody before the race. */
export function noResults(): RaceResult[] {
	return contestantNames.map((contestant) => ({
		contestant,
		phase: 'waiting',
		pace: null,
		rates: [],
		row: null
	}));
}

/** The results with what an event adds; the same list where it adds nothing. */
export function withEvent(results: readonly RaceResult[], event: BenchEvent): readonly RaceResult[] {
	if (!('contestant' in event)) return results;
	return results.map((result) => (result.contestant === event.contestant ? told(result, event) : result));
}

function told(result: RaceResult, event: Extract<BenchEvent, { contestant: unknown }>): RaceResult {
	if (event.type === 'turn') return { ...result, rates: event.rates, row: event.row };
	if (event.type !== 'ready') return { ...result, phase: event.type };
	const { steps, stepMs, warmUp } = event;
	return { ...result, phase: 'ready', pace: { steps, stepMs, warmUp } };
}

export interface Comparison {
	readonly faster: ContestantName;
	/** Its median over the other's, 1 or more. */
	readonly factor: number;
	/** Whether some turn of the slower one was as fast as some turn of the faster. */
	readonly overlap: boolean;
	/** Turns that both have taken. */
	readonly turns: number;
}

/** Who trains how many times as many images a second; null before both have taken a turn. */
export function compare(results: readonly RaceResult[]): Comparison | null {
	const measured = results.flatMap(({ contestant, row, rates }) =>
		row === null ? [] : [{ contestant, speed: row.imagesPerSecond, turns: rates.length }]
	);
	if (measured.length < 2) return null;
	const [fast, slow] = measured.sort((a, b) => b.speed.median - a.speed.median);
	return {
		faster: fast!.contestant,
		factor: fast!.speed.median / slow!.speed.median,
		overlap: slow!.speed.max >= fast!.speed.min,
		turns: Math.min(fast!.turns, slow!.turns)
	};
}

/** Whose turn it is; null before everybody is ready and after the last turn. */
export function whoseTurn(results: readonly RaceResult[], repeats: number): RaceResult | null {
	if (results.some(({ pace }) => pace === null)) return null;
	const least = Math.min(...results.map(({ rates }) => rates.length));
	return least >= repeats ? null : (results.find(({ rates }) => rates.length === least) ?? null);
}

/** Until the last turn, ms, at the pace so far; null before everybody is ready. */
export function raceTimeLeft(results: readonly RaceResult[], repeats: number): number | null {
	let left = 0;
	for (const { pace, rates, row } of results) {
		if (pace === null) return null;
		const stepMs = row === null ? pace.stepMs : (1000 * row.batch) / row.imagesPerSecond.median;
		left += (repeats - rates.length) * pace.steps * stepMs;
	}
	return left;
}

/**
 * GFLOP/s of a training step: three times the forward multiply-adds (forward, and two gradients of each product), two
 * operations each. `macs` are of one image.
 */
export function stepGigaflops(imagesPerSecond: number, macs: number): number {
	return (imagesPerSecond * 3 * 2 * macs) / 1e9;
}
