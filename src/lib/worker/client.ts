import { Door } from './door';
import { commandSchema, eventSchema, type Command, type WorkerEvent } from './protocol';

function spawnTrainWorker(): Worker {
	return new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module', name: 'train' });
}

/**
 * The page's end of the door to training. After a crash listeners hear `failure: crashed` and `state: failed`; the
 * next command starts a fresh worker, which knows neither device nor data nor run.
 */
export class TrainClient extends Door<Command, WorkerEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnTrainWorker) {
		super({
			work: 'training',
			spawn,
			commands: commandSchema,
			events: eventSchema,
			crash: (message) => [
				{ type: 'failure', kind: 'crashed', message },
				{ type: 'state', state: 'failed' }
			]
		});
	}
}
