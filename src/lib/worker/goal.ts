import type { TrainingRun } from './run';

/** Where training was asked to stop when it began: after so many updates of the run, or after what is named. */
export type Until = 'end' | 'epoch' | 'step' | number;

/** Updates of the run after which it is there. */
function positionOf({ done, plan }: TrainingRun, until: Until): number {
	if (until === 'end') return Infinity;
	if (until === 'step') return done + 1;
	if (until !== 'epoch') return until;
	const { stepsPerEpoch, totalSteps } = plan;
	// A run whose steps are all made is still to be judged.
	if (done >= totalSteps) return Infinity;
	return Math.min(totalSteps, (Math.floor(done / stepsPerEpoch) + 1) * stepsPerEpoch);
}

/** Where the training under way stops: where it was asked to, or before that where the reader wants it to. */
export class Goal {
	#asked = Infinity;
	#stop = Infinity;

	/** Updates of the run. */
	get position(): number {
		return Math.min(this.#asked, this.#stop);
	}

	/** Training begins. @param stop where it stops on the way there, in updates; where it is there already, that is no stop */
	begin(run: TrainingRun, until: Until, stop = Infinity): void {
		this.#asked = positionOf(run, until);
		this.#stop = stop > run.done ? stop : Infinity;
	}

	/** The reader moves the stop, or takes it away; what is behind by now stops training at once. */
	move(stop: number | null): void {
		this.#stop = stop ?? Infinity;
	}
}
