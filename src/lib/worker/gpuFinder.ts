import { requestGpu, type Gpu } from '$lib/engine/gpu';
import { webgpuReport } from '$lib/engine/report';
import { absent, foundOn, type Found } from './entrants';

/** A session's graphics card: looked for once, and then kept. */
export class GpuFinder {
	readonly #entryPoint: GPU | undefined;
	#gpu: Promise<Gpu | null> | null = null;

	/** @param entryPoint undefined where the browser has no WebGPU */
	constructor(entryPoint: GPU | undefined) {
		this.#entryPoint = entryPoint;
	}

	/** The open device, or null and why there is none. Never rejects. */
	async find(): Promise<{ readonly gpu: Gpu | null; readonly found: Found }> {
		if (this.#entryPoint === undefined) return { gpu: null, found: absent('missing') };
		try {
			const gpu = await (this.#gpu ??= requestGpu(this.#entryPoint));
			const found = gpu === null ? absent('no-adapter') : foundOn(webgpuReport('webgpu', gpu.info, []));
			return { gpu, found };
		} catch {
			return { gpu: null, found: absent('failed') };
		}
	}
}
