/** The host of a race of schedules: carries messages between the page and its session. */
import * as v from 'valibot';
import { findEngine } from './engines';
import { scheduleCommandSchema, type ScheduleEvent } from './scheduleProtocol';
import { ScheduleSession } from './scheduleSession';

const post = (event: ScheduleEvent) => {
	self.postMessage(event);
};

const session = new ScheduleSession({ post, findEngine });

self.addEventListener('message', (message: MessageEvent<unknown>) => {
	const command = v.safeParse(scheduleCommandSchema, message.data, { abortEarly: true });
	if (command.success) {
		void session.handle(command.output);
	} else {
		const reason = v.summarize(command.issues);
		post({
			type: 'failure',
			kind: 'bad-command',
			message: `The worker was asked for what it does not know: ${reason}`
		});
	}
});
