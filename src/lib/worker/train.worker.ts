/** The host: carries messages between the page and a session. */
import { openRunStore } from '$lib/runs/browserStore';
import { browserLocks } from '$lib/runs/locks';
import { findEngine } from './engines';
import { commandSchema, type WorkerEvent } from './protocol';
import { Session } from './session';
import { host } from './host';

const post = (event: WorkerEvent, transfer: readonly ArrayBuffer[] = []) => {
	self.postMessage(event, { transfer: [...transfer] });
};

const session = new Session({ post, findEngine, openStore: openRunStore, locks: browserLocks() });

host(commandSchema, (command) => session.handle(command), post);
