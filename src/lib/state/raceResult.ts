import type { BenchEvent, ContestantName, RaceDevice, RaceRow } from '$lib/worker/benchProtocol';

/** What one contestant of a race has told so far. */
export interface RaceResult {
	readonly contestant: ContestantName;
	/** What it computes on; null before its engine is open. */
	readonly device: RaceDevice | null;
	/** Turns are told by `rates`. */
	readonly phase: 'waiting' | 'preparing' | 'warming' | 'ready';
	/** Known from `ready` on. */
	readonly pace: { readonly steps: number; readonly stepMs: number; readonly warmUp: number } | null;
	/** Images/s of its turns, in their order. */
	readonly rates: readonly number[];
	readonly row: RaceRow | null;
}

/** These contestants before the race. */
export function noResults(contestants: readonly ContestantName[]): RaceResult[] {
	return contestants.map((contestant) => ({
		contestant,
		device: null,
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
	if (event.type === 'device') return { ...result, device: event.device };
	if (event.type === 'turn') return { ...result, rates: event.rates, row: event.row };
	if (event.type !== 'ready') return { ...result, phase: event.type };
	const { steps, stepMs, warmUp } = event;
	return { ...result, phase: 'ready', pace: { steps, stepMs, warmUp } };
}

/** Best rates of a plain float32 matrix product, GFLOP/s; null where it was not measured. */
export interface MatmulRates {
	/** Of the WebGPU adapter. */
	readonly webgpu: number | null;
	/** Of one thread of the processor. */
	readonly wasm: number | null;
}

export const noRates: MatmulRates = { webgpu: null, wasm: null };

/** What a contestant's device reaches in a plain matrix product, GFLOP/s: every thread counts. Null where that is not known. */
export function yardstickOf({ contestant, device }: RaceResult, rates: MatmulRates): number | null {
	switch (contestant) {
		case 'webgpu':
		case 'tfjs':
			return rates.webgpu;
		case 'wasm':
		case 'tfjs-cpu':
			return rates.wasm === null ? null : rates.wasm * (device?.threads ?? 1);
		case 'tfjs-webgl':
			// Another way to the card than the measured one, perhaps to another card.
			return null;
	}
}

/** A result with at least one turn. */
export type Measured = RaceResult & { readonly row: RaceRow };

/** Who has taken a turn, the fastest first. */
export function ranking(results: readonly RaceResult[]): Measured[] {
	const measured = results.filter((result): result is Measured => result.row !== null);
	return measured.sort((a, b) => medianOf(b) - medianOf(a));
}

const medianOf = ({ row }: Measured) => row.imagesPerSecond.median;

export interface Comparison {
	readonly fastest: Measured;
	/** The rest, the next fastest first; `factor` is the fastest's median over theirs, 1 or more. */
	readonly rivals: readonly { readonly result: Measured; readonly factor: number }[];
	/** Whether some turn of the next fastest was as fast as some turn of the fastest. */
	readonly overlap: boolean;
	/** Turns that all of them have taken. */
	readonly turns: number;
}

/** Who trains how many times as many images a second; null before two have taken a turn. */
export function compare(results: readonly RaceResult[]): Comparison | null {
	const ranked = ranking(results);
	const [fastest, next] = ranked;
	if (fastest === undefined || next === undefined) return null;
	return {
		fastest,
		rivals: ranked.slice(1).map((result) => ({ result, factor: medianOf(fastest) / medianOf(result) })),
		overlap: next.row.imagesPerSecond.max >= fastest.row.imagesPerSecond.min,
		turns: Math.min(...ranked.map(({ rates }) => rates.length))
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
