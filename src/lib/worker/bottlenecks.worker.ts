/** The host of the measurements of bottlenecks: carries messages between the page and its session. */
import { bottlenecksCommandSchema, type BottlenecksEvent } from './bottlenecksProtocol';
import { BottlenecksSession } from './bottlenecksSession';
import { host } from './host';
import { gpu, kernels } from './pageDevices';

const post = (event: BottlenecksEvent) => {
	self.postMessage(event);
};

const session = new BottlenecksSession({ post, gpu, kernels });

host(bottlenecksCommandSchema, (command) => session.handle(command), post);
