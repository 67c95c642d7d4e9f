import { Door } from './door';
import {
	searchCommandSchema,
	searchEventSchema,
	type SearchCommand,
	type SearchEvent
} from './searchProtocol';

function spawnSearchWorker(): Worker {
	return new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'search' });
}

/** The page's end of the door to a search. After a crash listeners hear `failure: crashed`. */
export class SearchClient extends Door<SearchCommand, SearchEvent> {
	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnSearchWorker) {
		super({
			work: 'search',
			spawn,
			commands: searchCommandSchema,
			events: searchEventSchema,
			crash: (message) => [{ type: 'failure', kind: 'crashed', message }]
		});
	}
}
