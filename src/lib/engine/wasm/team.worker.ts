/** A browser's thread of a team. */
import type { Kernels } from './module';
import type { ThreadJob } from './thread';

self.onmessage = ({ data }: MessageEvent<ThreadJob>) => {
	const { module, memory, part, parts, control } = data;
	// At once, not by a promise: what throws here then reaches the page's `onerror`, as what a promise rejects with does not.
	const { exports } = new WebAssembly.Instance(module, { env: { memory } });
	const kernels = exports as unknown as Kernels;
	self.postMessage('ready');
	try {
		kernels.work(part, parts, control);
	} finally {
		kernels.abandon(control);
	}
};

self.onmessageerror = () => {
	throw new Error('the module or the memory did not arrive');
};
