/** What measurements of kernels run on: the graphics card and the processor, found once and opened when they are asked for. */
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Gpu } from '$lib/engine/gpu';
import { openPageEngine } from '$lib/engine/pageEngine';
import type { Roof } from '$lib/engine/roof';
import type { KernelSource } from '$lib/engine/wasm/module';
import { processor } from './entrants';
import type { GpuFinder } from './gpuFinder';
import type { LabEngine, LabEntrant, LabFailureKind } from './labProtocol';

/** What a session of a lab is made with. */
export interface LabSessionOptions<Event> {
	readonly post: (event: Event) => void;
	/** Undefined where the browser has no WebGPU. */
	readonly gpu: GPU | undefined;
	/** Where the processor engine's kernels come from; loads none of them. */
	readonly kernels: () => Promise<KernelSource>;
}

export interface LabDevices {
	readonly gpu: Gpu | null;
	readonly kernels: KernelSource;
}

/** What there is, in the order of `labEngines`. Loads no engine. */
export async function labField(
	finder: GpuFinder,
	load: () => Promise<KernelSource>
): Promise<{ readonly entrants: LabEntrant[]; readonly devices: LabDevices }> {
	const [{ gpu, found }, kernels] = await Promise.all([finder.find(), load()]);
	const entrants: LabEntrant[] = [
		{ engine: 'webgpu', found },
		{ engine: 'wasm', found: processor(kernels) }
	];
	return { entrants, devices: { gpu, kernels } };
}

/** Throws EngineError `unavailable`. */
export async function openLabEngine(name: LabEngine, { gpu, kernels }: LabDevices): Promise<Engine> {
	if (name === 'wasm') return openPageEngine('wasm', { kernels });
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return openPageEngine('webgpu', { gpu });
}

/** What its device reaches at best. Throws EngineError `unavailable`. */
export async function roofOf(name: LabEngine, { gpu, kernels }: LabDevices): Promise<Roof> {
	if (name === 'wasm') return (await import('$lib/engine/wasm/roof')).wasmRoof(kernels);
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return (await import('$lib/engine/roof')).webgpuRoof(gpu.device);
}

/** What is told of an error. */
export function failureKindOf(error: unknown): LabFailureKind {
	return error instanceof EngineError && error.kind !== 'bad-parameters' ? error.kind : 'internal';
}
