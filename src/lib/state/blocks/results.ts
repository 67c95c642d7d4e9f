/** What one engine of a measurement of blocks has told so far, and what follows from it. */
import type {
	BlockDevice,
	BlockEngine,
	BlockOpName,
	BlockRatio,
	BlockRow,
	BlocksEvent,
	BlocksFailureKind,
	BlockStep
} from '$lib/worker/blocksProtocol';

export interface BlockResult {
	readonly engine: BlockEngine;
	/** Null before its engine is open. */
	readonly device: BlockDevice | null;
	readonly roof: { readonly gigaflops: number; readonly gigabytes: number } | null;
	/** What it compiles now; null before and after. */
	readonly preparing: BlockOpName | null;
	/** Turns of each kind of block so far. */
	readonly done: number;
	/** Empty before the first turn. */
	readonly rows: readonly BlockRow[];
	readonly steps: readonly BlockStep[];
	/** Within the turns. */
	readonly ratios: readonly BlockRatio[];
	/** By what share all stages grew slower meanwhile; 0 where they did not. */
	readonly drift: number;
	/** Why it ended early, or null. */
	readonly missed: { readonly kind: BlocksFailureKind; readonly message: string } | null;
}

export function noResults(engines: readonly BlockEngine[]): BlockResult[] {
	return engines.map((engine) => ({
		engine,
		device: null,
		roof: null,
		preparing: null,
		done: 0,
		rows: [],
		steps: [],
		ratios: [],
		drift: 0,
		missed: null
	}));
}

/** The results with what an event adds; the same list where it adds nothing. */
export function withEvent(results: readonly BlockResult[], event: BlocksEvent): readonly BlockResult[] {
	if (!('engine' in event)) return results;
	return results.map((result) => (result.engine === event.engine ? told(result, event) : result));
}

function told(result: BlockResult, event: Extract<BlocksEvent, { engine: unknown }>): BlockResult {
	switch (event.type) {
		case 'device':
			return { ...result, device: event.device };
		case 'roof':
			return { ...result, roof: { gigaflops: event.gigaflops, gigabytes: event.gigabytes } };
		case 'preparing':
			return { ...result, preparing: event.op };
		case 'repeat': {
			const { done, rows, steps, ratios, drift } = event;
			return { ...result, preparing: null, done, rows, steps, ratios, drift };
		}
		case 'missed':
			return { ...result, preparing: null, missed: { kind: event.kind, message: event.message } };
	}
}

/** What of a step is looked at. */
export type BlockPass = 'forwardMs' | 'backwardMs' | 'stepMs';
/** Only the first block of a stage, or all of them. */
export type BlockScope = 'block' | 'stage';

export interface Timing {
	/** Milliseconds for the batch. */
	readonly ms: number;
	/** The middle half. */
	readonly low: number;
	readonly high: number;
}

export function timingOf(row: BlockRow, scope: BlockScope, pass: BlockPass): Timing {
	const { [pass]: ms, quartiles } = scope === 'block' ? row : row.wholeStage;
	const [low, high] = quartiles[pass];
	return { ms, low, high };
}

export interface StagePair {
	readonly stage: number;
	readonly mbconv: Timing;
	readonly fused: Timing;
	/** MBConv's time over Fused-MBConv's, the median over the turns: above 1 where fused is the faster one. */
	readonly ratio: number;
	/** The middle half of the turns' ratios. */
	readonly ratioLow: number;
	readonly ratioHigh: number;
	/** Whether 1 lies within that middle half: then neither is faster for certain. */
	readonly unclear: boolean;
}

/** Both kinds of block at each stage. */
export function stagePairs(
	{ rows, ratios }: Pick<BlockResult, 'rows' | 'ratios'>,
	scope: BlockScope,
	pass: BlockPass
): StagePair[] {
	return rows
		.filter(({ op }) => op === 'mbconv')
		.flatMap((row) => {
			const other = rows.find(({ stage, op }) => stage === row.stage && op === 'fused_mbconv');
			const turns = ratios.find(({ stage }) => stage === row.stage);
			if (other === undefined || turns === undefined) return [];
			const [mbconv, fused] = [timingOf(row, scope, pass), timingOf(other, scope, pass)];
			const { [pass]: ratio, quartiles } = scope === 'block' ? turns : turns.wholeStage;
			const [ratioLow, ratioHigh] = quartiles[pass];
			const unclear = ratioLow <= 1 && ratioHigh >= 1;
			return [{ stage: row.stage, mbconv, fused, ratio, ratioLow, ratioHigh, unclear }];
		});
}

/** Spreads wider than this are warned of. */
const WIDE = 0.2;

/** The widest middle half over its median among these stages, where it is wide; else null. */
export function wideSpread(pairs: readonly StagePair[]): number | null {
	const widths = pairs.flatMap(({ mbconv, fused }) =>
		[mbconv, fused].map(({ ms, low, high }) => (ms > 0 ? (high - low) / ms : 0))
	);
	const widest = Math.max(0, ...widths);
	return widest > WIDE ? widest : null;
}
