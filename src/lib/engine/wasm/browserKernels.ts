/** The kernels as assets of the site. Only what Vite has built can import this file. */
import relaxed from './generated/kernels.relaxed.wasm?url';
import plain from './generated/kernels.wasm?url';
import type { KernelSource } from './module';

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The kernels could not be loaded: status ${response.status}.`);
	return new Uint8Array(await response.arrayBuffer());
}

export const browserKernels: KernelSource = {
	relaxed: () => bytesOf(relaxed),
	plain: () => bytesOf(plain)
};
