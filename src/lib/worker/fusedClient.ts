import { Door } from './door';
import { fusedCommandSchema, fusedEventSchema, type FusedCommand, type FusedEvent } from './fusedProtocol';

function spawnFusedWorker(): Worker {
	return new Worker(new URL('./fused.worker.ts', import.meta.url), { type: 'module', name: 'fused' });
}

/** The page's end of the door to the measurement of Table 3. After a crash listeners hear `failure: crashed`. */
export class FusedClient extends Door<FusedCommand, FusedEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnFusedWorker) {
		super({
			work: 'measuring',
			spawn,
			commands: fusedCommandSchema,
			events: fusedEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
