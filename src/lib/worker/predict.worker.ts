/** The host of the prediction of step times: carries messages between the page and its session. */
import { host } from './host';
import { predictCommandSchema, type PredictEvent } from './predictProtocol';
import { PredictSession } from './predictSession';

const post = (event: PredictEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new PredictSession({ post, gpu, kernels });

host(
	predictCommandSchema,
	(command) => session.handle(command),
	(failure) => post({ ...failure, id: null })
);
