import type { Engine } from '$lib/engine/engine';
import type { Roof } from '$lib/engine/roof';

/** What the engine's device reaches at best. A GPU is opened once more for it. */
export async function roofOf({ device }: Engine, threads: number): Promise<Roof> {
	if (device.engine === 'wasm') {
		const [{ wasmRoof }, { nodeKernels }] = await Promise.all([
			import('$lib/engine/wasm/roof'),
			import('$lib/engine/wasm/nodeKernels')
		]);
		return wasmRoof(nodeKernels, threads);
	}
	const [{ openDawn }, { webgpuRoof }] = await Promise.all([
		import('$lib/engine/dawn'),
		import('$lib/engine/roof')
	]);
	const dawn = await openDawn({ adapter: 'auto' });
	try {
		return await webgpuRoof(dawn.device);
	} finally {
		dawn.close();
	}
}
