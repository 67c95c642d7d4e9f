import type { DeviceReport } from './executor';

/** Programs on the processor that pass for a GPU: Chromium's, Mesa's two, Microsoft's two. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|warp|microsoft basic render/i;

/** What a WebGPU adapter tells about itself; `isFallbackAdapter` is missing in some browsers. */
export type AdapterInfo = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
	readonly isFallbackAdapter?: boolean;
};

/** The driver's description where there is one; browsers often give vendor and architecture only. */
export function webgpuReport(
	engine: 'webgpu' | 'tfjs-webgpu',
	info: AdapterInfo,
	features: Iterable<string>
): DeviceReport {
	const words = [info.vendor, info.architecture].filter((word) => word !== '');
	const adapter = info.description || info.device || words.join(' ') || 'WebGPU adapter';
	const everything = [adapter, info.device, ...words].join(' ');
	const software = info.isFallbackAdapter === true || softwareNames.test(everything);
	return { engine, adapter, software, features: [...features].sort() };
}

/** `renderer` is WebGL's UNMASKED_RENDERER_WEBGL, e.g. `ANGLE (Intel, Mesa Intel(R) UHD Graphics, OpenGL 4.6)`. */
export function webglReport(renderer: string, features: readonly string[]): DeviceReport {
	const software = softwareNames.test(renderer);
	return { engine: 'tfjs-webgl', adapter: renderer, software, features: [...features].sort() };
}

export function cpuReport(): DeviceReport {
	return { engine: 'tfjs-cpu', adapter: 'CPU, JavaScript', software: false, features: [] };
}

/** Our own kernels on the processor; `features` name the instructions that they use. */
export function wasmReport(features: readonly string[], threads = 1): DeviceReport {
	const adapter = threads === 1 ? 'CPU, WebAssembly' : `CPU, WebAssembly, ${threads} threads`;
	return { engine: 'wasm', adapter, software: false, features: [...features].sort() };
}
