import { Door } from './door';
import {
	predictCommandSchema,
	predictEventSchema,
	type PredictCommand,
	type PredictEvent
} from './predictProtocol';

function spawnPredictWorker(): Worker {
	return new Worker(new URL('./predict.worker.ts', import.meta.url), { type: 'module', name: 'predict' });
}

/** The page's end of the door to the prediction of step times. After a crash listeners hear `failure: crashed`. */
export class PredictClient extends Door<PredictCommand, PredictEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnPredictWorker) {
		super({
			work: 'prediction',
			spawn,
			commands: predictCommandSchema,
			events: predictEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message, id: null }]
		});
	}
}
