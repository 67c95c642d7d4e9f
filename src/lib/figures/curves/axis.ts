import type { View } from '$lib/state/view';

/** What the curves run over. */
export type XAxis = View['axis'];

/** An instant of a run. */
export interface Moment {
	/** Steps made. */
	readonly step: number;
	/** Time spent in training steps, ms. */
	readonly trainMs: number;
}

/** How long the run is in each unit. */
export interface RunUnits {
	readonly stepsPerEpoch: number;
	/** Images of a step. */
	readonly batch: number;
}

/** Steps, epochs, images seen, or milliseconds at an instant. */
export function xOf(axis: XAxis, { stepsPerEpoch, batch }: RunUnits): (moment: Moment) => number {
	switch (axis) {
		case 'steps':
			return ({ step }) => step;
		case 'epochs':
			return ({ step }) => step / stepsPerEpoch;
		case 'images':
			return ({ step }) => step * batch;
		case 'time':
			return ({ trainMs }) => trainMs;
	}
}
