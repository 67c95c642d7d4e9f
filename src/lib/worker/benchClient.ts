import { benchCommandSchema, benchEventSchema, type BenchCommand, type BenchEvent } from './benchProtocol';
import { Door } from './door';

function spawnBenchWorker(): Worker {
	return new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });
}

/** The page's end of the door to the race. After a crash listeners hear `failure: crashed`. */
export class BenchClient extends Door<BenchCommand, BenchEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnBenchWorker) {
		super({
			work: 'race',
			spawn,
			commands: benchCommandSchema,
			events: benchEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
