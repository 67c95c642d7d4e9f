/** The regularisers whose strength a schedule may change, as lines below its bars. */
import type { StageConfig } from '$lib/recipe/config';

export const trackNames = ['dropout', 'randaugment', 'mixup', 'cutmix', 'dropPath'] as const;
export type TrackName = (typeof trackNames)[number];

interface TrackRule {
	/** Largest value that the run's configuration takes. */
	readonly max: number;
	/** Of one press of an arrow key. */
	readonly step: number;
	/** The line's scale reaches this far at least. */
	readonly scale: number;
	/** Places after the point. */
	readonly digits: number;
}

export const trackRules: Readonly<Record<TrackName, TrackRule>> = {
	dropout: { max: 0.95, step: 0.01, scale: 0.3, digits: 2 },
	randaugment: { max: 30, step: 0.5, scale: 10, digits: 1 },
	mixup: { max: 10, step: 0.05, scale: 0.4, digits: 2 },
	cutmix: { max: 10, step: 0.05, scale: 0.4, digits: 2 },
	dropPath: { max: 0.95, step: 0.01, scale: 0.2, digits: 2 }
};

/** The paper's three, and of the others those that some stage uses. */
export function shownTracks(stages: readonly StageConfig[]): TrackName[] {
	const usual: readonly TrackName[] = ['dropout', 'randaugment', 'mixup'];
	return trackNames.filter((name) => usual.includes(name) || stages.some((stage) => stage[name] > 0));
}
