/** The host of a measurement of blocks: carries messages between the page and its session. */
import { blocksCommandSchema, type BlocksEvent } from './blocksProtocol';
import { BlocksSession } from './blocksSession';
import { host } from './host';

const post = (event: BlocksEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new BlocksSession({ post, gpu, kernels });

host(blocksCommandSchema, (command) => session.handle(command), post);
