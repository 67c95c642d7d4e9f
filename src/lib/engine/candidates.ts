/** The engines that a host may have, and what can be said of each without opening it. */
import type { Engine } from './engine';
import { EngineError, type EngineName } from './executor';
import { browserWebgpu } from './gpu';
import { openPageEngine } from './pageEngine';
import { webgpuReport } from './report';
import type { KernelSource } from './wasm/module';

/** `missing`: the host lacks the interface; `no-adapter`: it finds no device; `failed`: the device does not work. */
export type Absence = 'missing' | 'no-adapter' | 'failed';

/** What is seen of an engine from outside. */
export interface Sight {
	/** What the device calls itself, or null where that shows only when it is opened. */
	readonly adapter: string | null;
	/** A "GPU" that is a program on the processor. */
	readonly software: boolean;
}

export interface Candidate {
	readonly engine: EngineName;
	/** Takes milliseconds and opens nothing that stays. Never throws. */
	look(): Promise<Sight | Absence>;
	/** Throws EngineError `unavailable` where it is not to be had after all. */
	open(): Promise<Engine>;
}

const unnamed: Sight = { adapter: null, software: false };

/** The engines of a browser. @param kernels of `wasm`; without it they are the site's assets */
export function browserCandidates(kernels?: KernelSource): readonly Candidate[] {
	return [
		{ engine: 'webgpu', look: lookAtWebgpu, open: () => openPageEngine('webgpu') },
		wasmCandidate(() => openPageEngine('wasm', kernels === undefined ? {} : { kernels })),
		{
			engine: 'tfjs-webgl',
			look: async () => (typeof OffscreenCanvas === 'undefined' ? 'missing' : unnamed),
			open: openWebgl
		},
		plainCandidate()
	];
}

/** Whether the host has SIMD shows when it is given some. */
export function wasmCandidate(open: Candidate['open']): Candidate {
	const look = async () => (typeof WebAssembly === 'undefined' ? 'missing' : unnamed);
	return { engine: 'wasm', look, open };
}

/** Plain JavaScript, which every host has. */
export function plainCandidate(): Candidate {
	return { engine: 'tfjs-cpu', look: async () => unnamed, open: () => openPageEngine('tfjs-cpu') };
}

async function lookAtWebgpu(): Promise<Sight | Absence> {
	const webgpu = browserWebgpu();
	if (webgpu === null) return 'missing';
	try {
		const adapter = await webgpu.requestAdapter({ powerPreference: 'high-performance' });
		return adapter === null ? 'no-adapter' : webgpuReport('webgpu', adapter.info, []);
	} catch {
		return 'failed';
	}
}

async function openWebgl(): Promise<Engine> {
	if (new OffscreenCanvas(1, 1).getContext('webgl2') === null) {
		throw new EngineError('unavailable', 'This browser gives no WebGL device.');
	}
	return openPageEngine('tfjs-webgl');
}
