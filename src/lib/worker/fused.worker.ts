/** The host of a measurement of Table 3: carries messages between the page and its session. */
import { fusedCommandSchema, type FusedEvent } from './fusedProtocol';
import { FusedSession } from './fusedSession';
import { host } from './host';

const post = (event: FusedEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new FusedSession({ post, gpu, kernels });

host(fusedCommandSchema, (command) => session.handle(command), post);
