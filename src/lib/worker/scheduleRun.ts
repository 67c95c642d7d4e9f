/** One run of a race of schedules: the training loop on an executor of its own. */
import type { Dataset } from '$lib/data/dataset';
import type { Engine } from '$lib/engine/engine';
import { initialParameters } from '$lib/model/initialise';
import type { RunConfig } from '$lib/recipe/config';
import { train } from '$lib/recipe/loop';
import { planFor } from '$lib/recipe/run';
import { graphFor } from './task';
import type { Runner } from './scheduleRace';

/** Makes the executor with its initial weights; nothing is trained before the first event is asked for. Throws what the engine throws. */
export async function openRun(
	engine: Engine,
	config: RunConfig,
	dataset: Dataset,
	clock: () => number
): Promise<Runner> {
	const graph = graphFor(config, dataset.classes.length);
	const { optimizer, seed, emaDecay } = config;
	const executor = await engine.createExecutor({ graph, optimizer, ema: emaDecay !== null, seed });
	executor.writeParameters(initialParameters(graph, seed));
	const runner: Runner = {
		settling: false,
		async next() {
			const { done, value } = await events.next();
			return done ? null : value;
		},
		async close() {
			// On a lost device freeing may fail; what belongs to it is gone anyway.
			await events.return().catch(() => undefined);
			try {
				executor.dispose();
			} catch {
				return;
			}
		}
	};
	const events = train({
		executor,
		config,
		dataset,
		clock,
		evaluation: {
			everySteps: planFor(config, dataset.train.count).stepsPerEpoch,
			images: dataset.test.count,
			finalSizeOnly: true
		},
		inFlight: () => (runner.settling ? 0 : 1)
	});
	return runner;
}
