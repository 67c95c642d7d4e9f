import type { Kernel } from '../plan/kernel';
import type { Features } from './features';
import { programOf } from './kernels/program';
import type { Program } from './kernels/source';
import type { Shapes } from './shapes';
import type { Tile } from './tile';

/** A kernel ready to run. */
export interface Compiled {
	readonly program: Program;
	readonly pipeline: GPUComputePipeline;
	/** Everything that a dispatch reads and writes: `resourceOf` tells the buffer of each operand, `shapes` has that of its sizes. */
	readonly bind: (resourceOf: (operand: string) => GPUBufferBinding, shapes: Shapes) => GPUBindGroup;
}

/**
 * Pipelines of a device: calls of equal kernels share one, in whatever step, stage or executor they stand, and so do
 * kernels that differ in nothing but the shape that their code reads.
 */
export class Pipelines {
	readonly #device: GPUDevice;
	readonly #features: Features;
	readonly #compiled = new Map<string, Promise<Compiled>>();
	readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
	readonly #atOnce = new Map<string, GPUComputePipeline>();
	readonly #layouts = new Map<string, GPUBindGroupLayout>();

	constructor(device: GPUDevice, features: Features) {
		this.#device = device;
		this.#features = features;
	}

	/** How many there are. */
	get count(): number {
		return this.#pipelines.size;
	}

	get(kernel: Kernel, tile: Tile): Promise<Compiled> {
		return kept(this.#compiled, JSON.stringify([kernel, tile]), () =>
			this.#compile(programOf(kernel, tile, this.#features))
		);
	}

	/** For kernels outside plans, whose callers cannot wait: what the device refuses, it tells its watch. */
	atOnce(programOf: (features: Features) => Program): Compiled {
		const program = programOf(this.#features);
		const layout = this.#layout(program);
		let pipeline = this.#atOnce.get(program.code);
		if (pipeline === undefined) {
			pipeline = this.#device.createComputePipeline(this.#descriptor(program.code, layout));
			this.#atOnce.set(program.code, pipeline);
		}
		return this.#bindable(program, pipeline, layout);
	}

	async #compile(program: Program): Promise<Compiled> {
		const layout = this.#layout(program);
		const { code } = program;
		const pipeline = await kept(this.#pipelines, code, () =>
			this.#device.createComputePipelineAsync(this.#descriptor(code, layout))
		);
		return this.#bindable(program, pipeline, layout);
	}

	#bindable(program: Program, pipeline: GPUComputePipeline, layout: GPUBindGroupLayout): Compiled {
		const bind: Compiled['bind'] = (resourceOf, shapes) => {
			const resources = program.bindings.map(({ name }) => resourceOf(name));
			if (program.shape.length > 0) resources.push({ buffer: shapes.of(program.shape) });
			const entries = resources.map((resource, binding) => ({ binding, resource }));
			return this.#device.createBindGroup({ layout, entries });
		};
		return { program, pipeline, bind };
	}

	#descriptor(code: string, layout: GPUBindGroupLayout): GPUComputePipelineDescriptor {
		const device = this.#device;
		return {
			layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
			compute: { module: device.createShaderModule({ code }), entryPoint: 'main' }
		};
	}

	/** Layouts are explicit: an automatic one would leave out what a shader happens not to read. */
	#layout({ bindings, shape }: Program): GPUBindGroupLayout {
		const types = bindings.map(({ access }): GPUBufferBindingType =>
			access === 'read' ? 'read-only-storage' : 'storage'
		);
		if (shape.length > 0) types.push('uniform');
		const key = types.join();
		let layout = this.#layouts.get(key);
		if (layout === undefined) {
			const entries = types.map((type, binding) => ({
				binding,
				visibility: GPUShaderStage.COMPUTE,
				buffer: { type }
			}));
			layout = this.#device.createBindGroupLayout({ entries });
			this.#layouts.set(key, layout);
		}
		return layout;
	}
}

/** What failed once may succeed later: it is not kept. */
function kept<Value>(
	map: Map<string, Promise<Value>>,
	key: string,
	make: () => Promise<Value>
): Promise<Value> {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
		value.catch(() => map.delete(key));
	}
	return value;
}
