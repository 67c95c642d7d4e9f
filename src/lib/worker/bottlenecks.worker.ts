/** The host of the measurements of bottlenecks: carries messages between the page and its session. */
import { bottlenecksCommandSchema, type BottlenecksEvent } from './bottlenecksProtocol';
import { BottlenecksSession } from './bottlenecksSession';
import { host } from './host';

const post = (event: BottlenecksEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new BottlenecksSession({ post, gpu, kernels });

host(bottlenecksCommandSchema, (command) => session.handle(command), post);
