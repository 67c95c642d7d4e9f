/** A browser's thread of a team. */
import { instantiate } from './module';
import type { ThreadJob } from './team';

self.onmessage = async ({ data }: MessageEvent<ThreadJob>) => {
	const { module, memory, part, parts, control } = data;
	const kernels = await instantiate({ module }, memory);
	self.postMessage('ready');
	kernels.work(part, parts, control);
};
