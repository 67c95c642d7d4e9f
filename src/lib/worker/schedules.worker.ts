/** The host of a race of schedules: carries messages between the page and its session. */
import { findEngine } from './engines';
import { scheduleCommandSchema, type ScheduleEvent } from './scheduleProtocol';
import { ScheduleSession } from './scheduleSession';
import { host } from './host';

const post = (event: ScheduleEvent) => {
	self.postMessage(event);
};

const session = new ScheduleSession({ post, findEngine });

host(scheduleCommandSchema, (command) => session.handle(command), post);
