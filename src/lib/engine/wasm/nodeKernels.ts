/** The kernels as files. Node only: nothing that the browser loads may import this file. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { KernelSource } from './module';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'generated');

/** `npm ci` builds the files (scripts/wasm.mjs). */
async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await readFile(join(folder, name)));
}

/** What Node 20 has behind a flag only; later versions know the instructions without it. */
const flag = '--experimental-wasm-relaxed-simd';

export const nodeKernels: KernelSource = {
	async relaxed() {
		const bytes = await bytesOf('kernels.relaxed.wasm');
		if (!WebAssembly.validate(bytes)) setFlagsFromString(flag);
		return bytes;
	},
	plain: () => bytesOf('kernels.wasm')
};
