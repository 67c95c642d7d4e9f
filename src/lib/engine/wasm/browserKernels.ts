/** The kernels as assets of the site. Only what Vite has built can import this file. */
import relaxed from './generated/kernels.relaxed.wasm?url';
import relaxedThreads from './generated/kernels.relaxed.threads.wasm?url';
import plain from './generated/kernels.wasm?url';
import plainThreads from './generated/kernels.threads.wasm?url';
import type { KernelBuilds, KernelSource, ThreadSource } from './module';
import type { Thread, ThreadJob } from './thread';
import { threadsFor } from './threads';

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The kernels could not be loaded: status ${response.status}.`);
	return new Uint8Array(await response.arrayBuffer());
}

const builds = (relaxedUrl: string, plainUrl: string): KernelBuilds => ({
	relaxed: () => bytesOf(relaxedUrl),
	plain: () => bytesOf(plainUrl)
});

function startThread(job: ThreadJob, ended: () => void): Promise<Thread> {
	const worker = new Worker(new URL('./team.worker.ts', import.meta.url), { type: 'module' });
	const thread: Thread = {
		end() {
			worker.terminate();
		}
	};
	return new Promise((resolve, reject) => {
		worker.onmessage = () => {
			resolve(thread);
		};
		worker.onerror = ({ message }) => {
			reject(new Error(`A thread could not be started: ${message}`));
			ended();
		};
		worker.postMessage(job);
	});
}

/** Memory can be shared on pages that the server isolates by its headers (see the README). */
const threads: ThreadSource = {
	builds: builds(relaxedThreads, plainThreads),
	most: threadsFor(navigator.hardwareConcurrency),
	start: startThread
};

export const browserKernels: KernelSource = {
	...builds(relaxed, plain),
	...(globalThis.crossOriginIsolated ? { threads } : {})
};
