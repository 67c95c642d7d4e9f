/** The kernels as files. Node only: nothing that the browser loads may import this file. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { KernelBuilds, KernelSource } from './module';
import type { Thread, ThreadJob } from './thread';
import { threadsFor } from './threads';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'generated');

/** `npm ci` builds the files (scripts/wasm.mjs). */
async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await readFile(join(folder, name)));
}

/** What Node 20 has behind a flag only; later versions know the instructions without it. */
const flag = '--experimental-wasm-relaxed-simd';

function builds(suffix: string): KernelBuilds {
	return {
		async relaxed() {
			const bytes = await bytesOf(`kernels.relaxed${suffix}.wasm`);
			if (!WebAssembly.validate(bytes)) setFlagsFromString(flag);
			return bytes;
		},
		plain: () => bytesOf(`kernels${suffix}.wasm`)
	};
}

/** Text, since a worker of Node would not read TypeScript. */
const threadCode = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory, part, parts, control } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
parentPort.postMessage('ready');
try {
	exports.work(part, parts, control);
} finally {
	exports.abandon(control);
}`;

function startThread(job: ThreadJob, ended: () => void): Promise<Thread> {
	const worker = new Worker(threadCode, { eval: true, workerData: job });
	// It never ends by itself, and must not keep the process from ending.
	worker.unref();
	return new Promise((resolve, reject) => {
		worker.once('message', () => {
			resolve({ end: () => void worker.terminate() });
		});
		// Without a listener its errors would end the process; an exit follows each.
		worker.on('error', reject);
		worker.on('exit', () => {
			reject(new Error('A thread ended before it could work.'));
			ended();
		});
	});
}

export const nodeKernels: KernelSource = {
	...builds(''),
	threads: { builds: builds('.threads'), most: threadsFor(availableParallelism()), start: startThread }
};
