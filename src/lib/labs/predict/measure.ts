/** Times the benchmarks of a device in turns. docs/labs.md tells the method and its error. */
import type { Engine } from '$lib/engine/engine';
import { always, inCalm, type Calm } from '$lib/engine/race/calm';
import type { TimedBenchmark } from './calibration';
import type { Benchmark } from './networks';
import { openTimed, turnOf, type TimedNetwork } from './timed';

export interface CalibrationTask {
	readonly benchmarks: readonly Benchmark[];
	/** Turns of each network. */
	readonly rounds: number;
}

export type CalibrationEvent =
	/** A network is built, compiled and run to warm up. */
	| { readonly type: 'preparing'; readonly benchmark: Benchmark }
	/** So many turns of all networks are over, and what was timed in them. */
	| { readonly type: 'turn'; readonly done: number; readonly timed: readonly TimedBenchmark[] };

/**
 * Pulling an event is measuring: nothing happens between two pulls, and whoever stops pulling (`return`), or whose device
 * is lost, keeps what was told. Throws EngineError where the engine does not time its kernels, fails, or lacks the memory.
 */
export async function* measureRates(
	engine: Engine,
	{ benchmarks, rounds }: CalibrationTask,
	calm: Calm = always
): AsyncGenerator<CalibrationEvent, void> {
	const networks: TimedNetwork[] = [];
	try {
		for (const benchmark of benchmarks) {
			yield { type: 'preparing', benchmark };
			networks.push(await openTimed(engine, benchmark));
		}
		for (let turn = 0; turn < rounds * networks.length; turn++) {
			const network = networks[turn % networks.length]!;
			network.samples.push(...(await inCalm(calm, () => turnOf(engine, network))));
			yield { type: 'turn', done: turn + 1, timed: networks };
		}
	} finally {
		for (const { executor } of networks) executor.dispose();
	}
}
