/** The host of a race: carries messages between the page and its session. */
import * as v from 'valibot';
import { benchCommandSchema, type BenchEvent } from './benchProtocol';
import { BenchSession } from './benchSession';

const post = (event: BenchEvent) => {
	self.postMessage(event);
};

// Missing in browsers without WebGPU, which the type library takes for granted.
const { gpu } = navigator as { gpu?: GPU };
const kernels = async () => (await import('$lib/engine/wasm/browserKernels')).browserKernels;
const session = new BenchSession({ post, gpu, kernels });

self.addEventListener('message', (message: MessageEvent<unknown>) => {
	const command = v.safeParse(benchCommandSchema, message.data, { abortEarly: true });
	if (command.success) {
		void session.handle(command.output);
	} else {
		const reason = v.summarize(command.issues);
		post({
			type: 'failure',
			kind: 'bad-command',
			message: `The worker was asked for what it does not know: ${reason}`
		});
	}
});
