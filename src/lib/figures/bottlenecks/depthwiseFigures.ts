/** What follows from the measurement of convolutions. Pure. */
import type { ConvRow, StageRow } from '$lib/labs/bottlenecks/rows';

/** Depthwise over dense, nanoseconds a multiply-add, at a stage. */
export interface StageExcess {
	readonly stage: number;
	readonly ratio: number;
}

/** In the order of the stages; those that lack one of the two, or where the clock rounded one to nothing, are left out. */
export function depthwiseExcess(rows: readonly ConvRow[], pass: ConvRow['pass']): StageExcess[] {
	const of = (part: ConvRow['part']) =>
		rows.filter((row) => row.part === part && row.pass === pass && row.nsPerMac > 0);
	const dense = of('dense');
	return of('depthwise').flatMap(({ stage, nsPerMac }) => {
		const other = dense.find((row) => row.stage === stage);
		return other === undefined ? [] : [{ stage, ratio: nsPerMac / other.nsPerMac }];
	});
}

export type Pattern = 'agrees' | 'never' | 'always' | 'other' | 'unclear';

export interface FusedPattern {
	/** Stages in which a fused stage is faster for certain. */
	readonly fused: readonly number[];
	/** Stages in which MBConv is. */
	readonly mbconv: readonly number[];
	readonly pattern: Pattern;
}

/** Where fusing pays, and whether that is early and not late. Stages whose middle halves overlap count for neither. */
export function fusedPattern(stages: readonly StageRow[]): FusedPattern {
	const clear = stages.filter(
		({ mbconvQuartiles: one, fusedQuartiles: other }) => one[0] > other[1] || other[0] > one[1]
	);
	const fused = clear.filter(({ ratio }) => ratio > 1).map(({ stage }) => stage);
	const mbconv = clear.filter(({ ratio }) => ratio <= 1).map(({ stage }) => stage);
	return { fused, mbconv, pattern: patternOf(fused, mbconv) };
}

function patternOf(fused: readonly number[], mbconv: readonly number[]): Pattern {
	if (fused.length === 0) return mbconv.length === 0 ? 'unclear' : 'never';
	if (mbconv.length === 0) return 'always';
	return Math.max(...fused) < Math.min(...mbconv) ? 'agrees' : 'other';
}
