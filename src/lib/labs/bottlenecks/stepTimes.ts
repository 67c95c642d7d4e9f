import type { Sample } from '../blocks/sample';
import { quartiles } from '../quartiles';
import { middleOf } from './event';

/** All parts of a network added up against its step as a whole. @param samples at least one */
export function stepTimes(samples: readonly Sample[]) {
	const sum = quartiles(samples.map(({ sumMs }) => sumMs));
	const step = quartiles(samples.map(({ stepMs }) => stepMs));
	return {
		sumMs: sum.median,
		stepMs: step.median,
		quartiles: middleOf(step),
		ratio: sum.median / step.median
	};
}
