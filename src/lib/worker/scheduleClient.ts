import { Door } from './door';
import {
	scheduleCommandSchema,
	scheduleEventSchema,
	type ScheduleCommand,
	type ScheduleEvent
} from './scheduleProtocol';

function spawnScheduleWorker(): Worker {
	return new Worker(new URL('./schedules.worker.ts', import.meta.url), { type: 'module', name: 'schedules' });
}

/** The page's end of the door to the race of schedules. After a crash listeners hear `failure: crashed`. */
export class ScheduleClient extends Door<ScheduleCommand, ScheduleEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnScheduleWorker) {
		super({
			work: 'race',
			spawn,
			commands: scheduleCommandSchema,
			events: scheduleEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
