/** The host of a measurement of Table 3: carries messages between the page and its session. */
import { fusedCommandSchema, type FusedEvent } from './fusedProtocol';
import { FusedSession } from './fusedSession';
import { host } from './host';
import { gpu, kernels } from './pageDevices';

const post = (event: FusedEvent) => {
	self.postMessage(event);
};

const session = new FusedSession({ post, gpu, kernels });

host(fusedCommandSchema, (command) => session.handle(command), post);
