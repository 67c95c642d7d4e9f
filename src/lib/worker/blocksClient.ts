import {
	blocksCommandSchema,
	blocksEventSchema,
	type BlocksCommand,
	type BlocksEvent
} from './blocksProtocol';
import { Door } from './door';

function spawnBlocksWorker(): Worker {
	return new Worker(new URL('./blocks.worker.ts', import.meta.url), { type: 'module', name: 'blocks' });
}

/** The page's end of the door to the measurement of blocks. After a crash listeners hear `failure: crashed`. */
export class BlocksClient extends Door<BlocksCommand, BlocksEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnBlocksWorker) {
		super({
			work: 'measuring',
			spawn,
			commands: blocksCommandSchema,
			events: blocksEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
