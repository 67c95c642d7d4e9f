import type { LaneEvent } from '$lib/worker/scheduleProtocol';

/** A judgement on the whole test split. */
export interface Judged {
	/** Updates made. */
	readonly step: number;
	/** Spent in the run's own training steps, ms. */
	readonly trainMs: number;
	/** Share of right answers. */
	readonly accuracy: number;
	readonly final: boolean;
}

/** What one run of a race has told so far. */
export interface Lane {
	/** Which entrant, and the how manieth seed, from 0. */
	readonly entrant: number;
	readonly seed: number;
	readonly phase: 'waiting' | 'training' | 'finished' | 'diverged';
	/** Image side of the stage under way, pixels; null before the first. */
	readonly size: number | null;
	readonly step: number;
	/** Of the whole run; 0 before the first progress. */
	readonly steps: number;
	readonly trainMs: number;
	/** In their order. */
	readonly points: readonly Judged[];
}

/** The runs of a race before it, seed by seed. */
export function noLanes(entrants: number, seeds: number): Lane[] {
	return Array.from({ length: entrants * seeds }, (_, index) => ({
		entrant: index % entrants,
		seed: Math.floor(index / entrants),
		phase: 'waiting',
		size: null,
		step: 0,
		steps: 0,
		trainMs: 0,
		points: []
	}));
}

/** The runs with what an event adds. */
export function withLaneEvent(lanes: readonly Lane[], event: LaneEvent): readonly Lane[] {
	return lanes.map((lane) => {
		return lane.entrant === event.entrant && lane.seed === event.seed ? told(lane, event) : lane;
	});
}

function told(lane: Lane, event: LaneEvent): Lane {
	switch (event.type) {
		case 'stage':
			return { ...lane, phase: 'training', size: event.size };
		case 'progress':
			return { ...lane, step: event.step, steps: event.steps, trainMs: event.trainMs };
		case 'judged': {
			const { step, trainMs, accuracy, final } = event;
			return { ...lane, points: [...lane.points, { step, trainMs, accuracy, final }] };
		}
		case 'diverged':
			return { ...lane, phase: 'diverged' };
		case 'finished':
			return { ...lane, phase: 'finished', trainMs: event.trainMs };
	}
}

/** The runs of one entrant, by seed. */
export const lanesOf = (lanes: readonly Lane[], entrant: number) =>
	lanes.filter((lane) => lane.entrant === entrant);
