import { spread } from '$lib/engine/spread';
import type { BenchEvent, ContestantName } from '$lib/worker/benchProtocol';

/** A contestant is ready: so many steps a turn, of so many milliseconds. */
export function ready(contestant: ContestantName, steps: number, stepMs: number): BenchEvent {
	return { type: 'ready', contestant, steps, stepMs, warmUp: 3 };
}

/** A contestant's turns so far, images/s, with a batch of two. */
export function turn(contestant: ContestantName, rates: number[]): BenchEvent {
	return {
		type: 'turn',
		contestant,
		rates,
		row: {
			engine: contestant,
			batch: 2,
			threads: null,
			imagesPerSecond: spread(rates),
			hostMs: 1.5,
			dispatches: 231,
			pipelines: 112,
			compileMs: 2000,
			bufferBytes: 18.4e6
		}
	};
}
