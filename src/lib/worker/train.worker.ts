/** The host: carries messages between the page and a session. */
import { openRunStore } from '$lib/runs/browserStore';
import { findEngine } from './engines';
import { commandSchema, type WorkerEvent } from './protocol';
import { Session } from './session';
import { host } from './host';

const post = (event: WorkerEvent, transfer: readonly ArrayBuffer[] = []) => {
	self.postMessage(event, { transfer: [...transfer] });
};

const session = new Session({ post, findEngine, openStore: openRunStore });

host(commandSchema, (command) => session.handle(command), post);
