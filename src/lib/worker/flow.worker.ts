/** The host of an image's way through a network: carries messages between the page and its session. */
import { flowCommandSchema, type FlowEvent } from './flowProtocol';
import { FlowSession } from './flowSession';
import { host } from './host';
import { gpu, kernels } from './pageDevices';

const post = (event: FlowEvent) => {
	self.postMessage(event);
};

const session = new FlowSession({ post, gpu, kernels });

host(flowCommandSchema, (command) => session.handle(command), post);
