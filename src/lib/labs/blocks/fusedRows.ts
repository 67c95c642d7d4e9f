/** What is told of networks with more and more stages fused. */
import { quartiles } from '../quartiles';
import type { FusedEntrant } from './fusedNetworks';
import type { FusedShape } from './fusedScale';

/** Times of a network so far, and which it is. */
interface TurnTimes {
	readonly entrant: Pick<FusedEntrant, 'lastFusedStage' | 'parameters' | 'macs'>;
	/** Median of each turn, ms. */
	readonly turnMs: readonly number[];
	/** Every timed step, ms. */
	readonly stepMs: readonly number[];
}

/** One network. `lab blocks --table3` and the page's export have these rows. */
export interface FusedRow {
	readonly engine: string;
	/** Stages 1 to this one are fused; null where none is. */
	readonly lastFusedStage: number | null;
	/** Trainable parameters as trained here. */
	readonly params: number;
	/** Multiply-adds of an image, as trained here. */
	readonly macs: number;
	readonly size: number;
	readonly batch: number;
	/** Median over the timed steps, ms. */
	readonly stepMs: number;
	/** `batch` over `stepMs`. */
	readonly imagesPerSecond: number;
	/** Speed relative to the network with no stage fused: the median of the ratios of their turns; above 1 is faster. */
	readonly ratio: number;
	/** Timed steps. */
	readonly samples: number;
	readonly turns: number;
	/** The middle half of each. */
	readonly quartiles: {
		readonly stepMs: readonly [low: number, high: number];
		readonly imagesPerSecond: readonly [low: number, high: number];
		readonly ratio: readonly [low: number, high: number];
	};
}

/** @param turns of all networks, equally many of each; the first has none fused */
export function fusedRows(
	engine: string,
	{ imageSize, batch }: Pick<FusedShape, 'imageSize' | 'batch'>,
	turns: readonly TurnTimes[]
): FusedRow[] {
	const none = turns[0]?.turnMs ?? [];
	return turns.map(({ entrant, turnMs, stepMs }) => {
		const step = quartiles(stepMs);
		const ratio = quartiles(turnMs.map((ms, at) => (none[at] ?? NaN) / ms));
		const speed = (ms: number) => (1000 * batch) / ms;
		return {
			engine,
			lastFusedStage: entrant.lastFusedStage,
			params: entrant.parameters,
			macs: entrant.macs,
			size: imageSize,
			batch,
			stepMs: step.median,
			imagesPerSecond: speed(step.median),
			ratio: ratio.median,
			samples: stepMs.length,
			turns: turnMs.length,
			quartiles: {
				stepMs: [step.low, step.high],
				imagesPerSecond: [speed(step.high), speed(step.low)],
				ratio: [ratio.low, ratio.high]
			}
		};
	});
}
