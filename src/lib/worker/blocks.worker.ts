/** The host of a measurement of blocks: carries messages between the page and its session. */
import { blocksCommandSchema, type BlocksEvent } from './blocksProtocol';
import { BlocksSession } from './blocksSession';
import { host } from './host';
import { gpu, kernels } from './pageDevices';

const post = (event: BlocksEvent) => {
	self.postMessage(event);
};

const session = new BlocksSession({ post, gpu, kernels });

host(blocksCommandSchema, (command) => session.handle(command), post);
