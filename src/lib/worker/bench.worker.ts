/** The host of a race: carries messages between the page and its session. */
import { benchCommandSchema, type BenchEvent } from './benchProtocol';
import { BenchSession } from './benchSession';
import { host } from './host';

const post = (event: BenchEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new BenchSession({ post, gpu, kernels });

host(benchCommandSchema, (command) => session.handle(command), post);
