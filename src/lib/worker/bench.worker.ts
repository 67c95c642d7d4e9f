/** The host of a race: carries messages between the page and its session. */
import { benchCommandSchema, type BenchEvent } from './benchProtocol';
import { BenchSession } from './benchSession';
import { host } from './host';
import { gpu, kernels } from './pageDevices';

const post = (event: BenchEvent) => {
	self.postMessage(event);
};

const session = new BenchSession({ post, gpu, kernels });

host(benchCommandSchema, (command) => session.handle(command), post);
