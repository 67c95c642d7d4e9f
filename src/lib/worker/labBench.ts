/** What sessions of labs share: the graphics card and the processor, one measurement at a time, and whether the page is seen. */
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Gpu } from '$lib/engine/gpu';
import { openPageEngine } from '$lib/engine/pageEngine';
import { inCalm } from '$lib/engine/race/calm';
import type { Roof } from '$lib/engine/roof';
import type { KernelSource } from '$lib/engine/wasm/module';
import type { RaceDevice } from './benchProtocol';
import { deviceOf, processor } from './entrants';
import { GpuFinder } from './gpuFinder';
import type { LabEngine, LabEntrant, LabFailureKind } from './labProtocol';
import { Visibility } from './visibility';

/** What a session of a lab is made with. */
export interface LabSessionOptions<Event> extends LabSources {
	readonly post: (event: Event) => void;
}

interface LabSources {
	/** Undefined where the browser has no WebGPU. */
	readonly gpu: GPU | undefined;
	/** Where the processor engine's kernels come from; loads none of them. */
	readonly kernels: () => Promise<KernelSource>;
}

export class LabBench {
	readonly visibility = new Visibility();
	readonly #finder: GpuFinder;
	readonly #kernels: LabSources['kernels'];
	#busy = false;

	constructor({ gpu, kernels }: LabSources) {
		this.#finder = new GpuFinder(gpu);
		this.#kernels = kernels;
	}

	/** What there is, in the order of `labEngines`; the GPU is opened once. Loads no engine. */
	async field(): Promise<LabEntrant[]> {
		const [{ found }, kernels] = await Promise.all([this.#finder.find(), this.#kernels()]);
		return [
			{ engine: 'webgpu', found },
			{ engine: 'wasm', found: processor(kernels) }
		];
	}

	/** Works unless other work is under way; returns false then. */
	async alone(work: () => Promise<void>): Promise<boolean> {
		if (this.#busy) return false;
		this.#busy = true;
		try {
			await work();
		} finally {
			this.#busy = false;
		}
		return true;
	}

	/** Opens the engine, hands it on with what its device is called, and closes it. Throws EngineError `unavailable`. */
	async on(name: LabEngine, work: (engine: Engine, device: RaceDevice) => Promise<void>): Promise<void> {
		const kernels = await this.#kernels();
		const engine =
			name === 'wasm'
				? await openPageEngine('wasm', { kernels })
				: await openPageEngine('webgpu', { gpu: await this.#gpu() });
		try {
			await work(engine, deviceOf(engine.device, name === 'wasm' ? (kernels.threads?.most ?? 1) : null));
		} finally {
			engine.close();
		}
	}

	/** What the device reaches at best, measured while the page is seen. Throws EngineError `unavailable`. */
	roof(name: LabEngine): Promise<Roof> {
		return inCalm(this.visibility, async () => {
			if (name === 'wasm') return (await import('$lib/engine/wasm/roof')).wasmRoof(await this.#kernels());
			return (await import('$lib/engine/roof')).webgpuRoof((await this.#gpu()).device);
		});
	}

	async #gpu(): Promise<Gpu> {
		const { gpu } = await this.#finder.find();
		if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
		return gpu;
	}
}

/** What is told of an error: its kind, and a sentence in English. */
export function failureOfLab(error: unknown): { readonly kind: LabFailureKind; readonly message: string } {
	const kind = error instanceof EngineError && error.kind !== 'bad-parameters' ? error.kind : 'internal';
	return { kind, message: error instanceof Error ? error.message : String(error) };
}

/** What is told to a page that asks for a second measurement before the first has ended. */
export const underWay = {
	type: 'failure',
	kind: 'bad-command',
	message: 'A measurement is under way.'
} as const;
