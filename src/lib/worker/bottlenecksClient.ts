import {
	bottlenecksCommandSchema,
	bottlenecksEventSchema,
	type BottlenecksCommand,
	type BottlenecksEvent
} from './bottlenecksProtocol';
import { Door } from './door';

function spawnBottlenecksWorker(): Worker {
	return new Worker(new URL('./bottlenecks.worker.ts', import.meta.url), {
		type: 'module',
		name: 'bottlenecks'
	});
}

/** The page's end of the door to the measurements of bottlenecks. After a crash listeners hear `failure: crashed`. */
export class BottlenecksClient extends Door<BottlenecksCommand, BottlenecksEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnBottlenecksWorker) {
		super({
			work: 'measuring',
			spawn,
			commands: bottlenecksCommandSchema,
			events: bottlenecksEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
