import type { Kernel } from '../plan/kernel';
import type { Features } from './features';
import { programOf } from './kernels/program';
import type { Binding, Program } from './kernels/source';
import type { Tile } from './tile';

/** A kernel ready to run. */
export interface Compiled {
	readonly program: Program;
	readonly pipeline: GPUComputePipeline;
	readonly layout: GPUBindGroupLayout;
}

/** Pipelines of a device: calls of equal kernels share one, in whatever step, stage or executor they stand. */
export class Pipelines {
	readonly #device: GPUDevice;
	readonly #features: Features;
	readonly #compiled = new Map<string, Promise<Compiled>>();
	readonly #layouts = new Map<string, GPUBindGroupLayout>();

	constructor(device: GPUDevice, features: Features) {
		this.#device = device;
		this.#features = features;
	}

	/** How many there are. */
	get count(): number {
		return this.#compiled.size;
	}

	get(kernel: Kernel, tile: Tile): Promise<Compiled> {
		const key = JSON.stringify([kernel, tile]);
		let compiled = this.#compiled.get(key);
		if (compiled === undefined) {
			compiled = this.#compile(programOf(kernel, tile, this.#features));
			this.#compiled.set(key, compiled);
			// What failed once may succeed later: it is not kept.
			compiled.catch(() => this.#compiled.delete(key));
		}
		return compiled;
	}

	async #compile(program: Program): Promise<Compiled> {
		const device = this.#device;
		const layout = this.#layout(program.bindings);
		const pipeline = await device.createComputePipelineAsync({
			layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
			compute: { module: device.createShaderModule({ code: program.code }), entryPoint: 'main' }
		});
		return { program, pipeline, layout };
	}

	/** Layouts are explicit: an automatic one would leave out what a shader happens not to read. */
	#layout(bindings: readonly Binding[]): GPUBindGroupLayout {
		const key = bindings.map(({ access }) => access).join();
		let layout = this.#layouts.get(key);
		if (layout === undefined) {
			const entries = bindings.map(({ access }, binding): GPUBindGroupLayoutEntry => {
				const type = access === 'read' ? 'read-only-storage' : 'storage';
				return { binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } };
			});
			layout = this.#device.createBindGroupLayout({ entries });
			this.#layouts.set(key, layout);
		}
		return layout;
	}
}
