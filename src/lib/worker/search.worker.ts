/** The host of a search: carries messages between the page and its session. */
import { findEngine } from './engines';
import { host } from './host';
import { searchCommandSchema, type SearchEvent } from './searchProtocol';
import { SearchSession } from './searchSession';

const post = (event: SearchEvent) => {
	self.postMessage(event);
};

const session = new SearchSession({ post, findEngine });

host(searchCommandSchema, (command) => session.handle(command), post);
