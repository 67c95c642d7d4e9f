/** The host: carries messages between the page and a session. */
import * as v from 'valibot';
import { openRunStore } from '$lib/runs/browserStore';
import { findEngine } from './engines';
import { commandSchema, type WorkerEvent } from './protocol';
import { Session } from './session';

const post = (event: WorkerEvent, transfer: readonly ArrayBuffer[] = []) => {
	self.postMessage(event, { transfer: [...transfer] });
};

const session = new Session({ post, findEngine, openStore: openRunStore });

self.addEventListener('message', (message: MessageEvent<unknown>) => {
	const command = v.safeParse(commandSchema, message.data, { abortEarly: true });
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
