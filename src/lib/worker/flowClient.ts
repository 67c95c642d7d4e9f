import { Door } from './door';
import { flowCommandSchema, flowEventSchema, type FlowCommand, type FlowEvent } from './flowProtocol';

function spawnFlowWorker(): Worker {
	return new Worker(new URL('./flow.worker.ts', import.meta.url), { type: 'module', name: 'flow' });
}

/** The page's end of the door to an image's way through a network. After a crash listeners hear `failure: crashed`. */
export class FlowClient extends Door<FlowCommand, FlowEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnFlowWorker) {
		super({
			work: 'computing',
			spawn,
			commands: flowCommandSchema,
			events: flowEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
