/** Whole steps, timed by the host's clock, and how many of them a turn has. */
import { EngineError, type Batch, type TrainingStep } from '$lib/engine/executor';
import { plainScalars } from '$lib/engine/plainScalars';

/** A network that is ready to be timed. */
export interface Timed {
	readonly step: TrainingStep;
	readonly batch: Batch;
}

/** A turn's timed steps take about so long as a whole, ms; a slower network makes one step. */
export const TURN_MS = 150;
const MOST_STEPS = 10;
/** All networks together run about so long before the first turn, ms: clocks of chips rise, caches and pages fill. */
const WARM_MS = 1000;

/** Timed steps of a turn, where one takes so long. */
export function stepsOfTurn(stepMs: number): number {
	return Math.min(MOST_STEPS, Math.max(1, Math.round(TURN_MS / stepMs)));
}

/** Milliseconds until the step is over. Throws EngineError if its loss is no number: its speed would mean nothing. */
export async function wholeStepMs({ step, batch }: Timed): Promise<number> {
	const start = performance.now();
	step.run(batch, plainScalars);
	const rows = await step.metrics();
	const ms = performance.now() - start;
	if (rows.every(({ loss }) => Number.isFinite(loss))) return ms;
	throw new EngineError('unavailable', 'This engine computed a loss that is not a number.');
}

/** Steps of all networks in turns until a second is over; the last time of each, ms, in their order. */
export async function warmUp(networks: readonly Timed[]): Promise<number[]> {
	const end = performance.now() + WARM_MS;
	for (;;) {
		const times: number[] = [];
		for (const network of networks) times.push(await wholeStepMs(network));
		if (performance.now() >= end) return times;
	}
}
