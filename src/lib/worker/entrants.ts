/** Who can race in this browser, and on what. */
import type { DeviceReport } from '$lib/engine/executor';
import { engineContestant, stockContestant, type Contestant } from '$lib/engine/race/contestant';
import { cpuReport, wasmReport, webglReport } from '$lib/engine/report';
import type { KernelSource } from '$lib/engine/wasm/module';
import { contestantNames, type ContestantName, type Entrant, type RaceDevice } from './benchProtocol';

export type Found = Entrant['found'];

/** Everybody, with what they would compute on. No engine is loaded; `webgpu` is what was found of WebGPU. */
export function entrantsOf(webgpu: Found, kernels: KernelSource): Entrant[] {
	const found: Record<ContestantName, Found> = {
		webgpu,
		wasm: processor(kernels),
		tfjs: webgpu,
		'tfjs-webgl': webgl(),
		'tfjs-cpu': foundOn(cpuReport())
	};
	return contestantNames.map((contestant) => ({ contestant, found: found[contestant] }));
}

/** The contestant of that name; `threads` are those of the processor engine. */
export function contestantNamed(name: ContestantName, threads: number | null): Contestant {
	switch (name) {
		case 'webgpu':
			return engineContestant(name);
		case 'wasm':
			return engineContestant(name, threads);
		default:
			return stockContestant(name);
	}
}

/** The device of an open engine. The processor engine makes do with one thread where a page may not start more. */
export function deviceOf({ adapter, software }: DeviceReport, asked: number | null): RaceDevice {
	const alone = asked !== null && adapter === wasmReport([]).adapter;
	return { adapter, software, threads: alone ? 1 : asked };
}

export function foundOn(report: DeviceReport, threads: number | null = null): Found {
	return { here: true, device: deviceOf(report, threads) };
}

export function absent(reason: Extract<Found, { here: false }>['reason']): Found {
	return { here: false, reason };
}

/** The smallest module with an instruction of WebAssembly's SIMD: splats a zero and counts its bits. */
const simd = Uint8Array.of(
	...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
	...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]
);

/** The processor engine; loads none of its kernels. */
export function processor({ threads }: KernelSource): Found {
	if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(simd)) return absent('missing');
	const most = threads?.most ?? 1;
	return foundOn(wasmReport([], most), most);
}

/** Asks a context for its name and gives it back. */
function webgl(): Found {
	if (typeof OffscreenCanvas === 'undefined') return absent('missing');
	const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
	if (gl === null) return absent('no-adapter');
	const details = gl.getExtension('WEBGL_debug_renderer_info');
	const renderer: unknown = gl.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
	const float32 = gl.getExtension('EXT_color_buffer_float') !== null;
	gl.getExtension('WEBGL_lose_context')?.loseContext();
	return float32 ? foundOn(webglReport(String(renderer), [])) : absent('failed');
}
