/** Several networks on one engine that take turns, each dispatch timed. */
import type { Engine } from '$lib/engine/engine';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import type { Variant } from '$lib/model/variant';
import type { Sample } from '../blocks/sample';
import { timedTurn, trainee, type Trainee } from '../trainee';
import { stepsOfTurn } from '../wholeSteps';

export interface NetworkTask {
	/** Pixels. */
	readonly imageSize: number;
	readonly batch: number;
	/** Turns of each network. */
	readonly repeats: number;
}

export type TurnEvent =
	/** This network is built, compiled and run to warm up. */
	| { readonly type: 'preparing'; readonly name: string }
	/** So many turns of each so far, and the timed steps of each network in their order. */
	| { readonly type: 'repeat'; readonly done: number; readonly samples: readonly (readonly Sample[])[] };

/** All networks are in memory at once. Throws EngineError where they do not fit, or the device fails. */
export async function* takeTurns(
	engine: Engine,
	variants: readonly Variant[],
	task: NetworkTask,
	calm: Calm = always
): AsyncGenerator<TurnEvent, void> {
	const entrants: { readonly trainee: Trainee; readonly samples: Sample[] }[] = [];
	try {
		for (const variant of variants) {
			yield { type: 'preparing', name: variant.name };
			entrants.push({ trainee: await trainee(engine, variant, task), samples: [] });
		}
		for (let done = 1; done <= task.repeats; done++) {
			for (const { trainee: entrant, samples } of entrants) {
				samples.push(...(await inCalm(calm, () => timedTurn(engine, entrant, stepsOfTurn(entrant.warmMs)))));
			}
			yield { type: 'repeat', done, samples: entrants.map(({ samples }) => [...samples]) };
		}
	} finally {
		for (const { trainee: entrant } of entrants) entrant.executor.dispose();
	}
}
