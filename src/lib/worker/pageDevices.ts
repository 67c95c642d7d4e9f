/** What there is to compute on in a page's worker; nothing is opened or loaded before it is asked for. */
import type { KernelSource } from '$lib/engine/wasm/module';

// Missing in browsers without WebGPU, which the type library takes for granted.
export const { gpu } = navigator as { gpu?: GPU };

/** The processor engine's kernels. */
export const kernels = async (): Promise<KernelSource> =>
	(await import('$lib/engine/wasm/browserKernels')).browserKernels;
