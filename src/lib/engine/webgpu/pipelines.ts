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

	async #compile(program: Program): Promise<Compiled> {
		const layout = this.#layout(program);
		const pipeline = await kept(this.#pipelines, program.code, () => this.#pipeline(program.code, layout));
		const bind: Compiled['bind'] = (resourceOf, shapes) => {
			const resources = program.bindings.map(({ name }) => resourceOf(name));
			if (program.shape.length > 0) resources.push({ buffer: shapes.of(program.shape) });
			const entries = resources.map((resource, binding) => ({ binding, resource }));
			return this.#device.createBindGroup({ layout, entries });
		};
		return { program, pipeline, bind };
	}

	#pipeline(code: string, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
		const device = this.#device;
		return device.createComputePipelineAsync({
			layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
			compute: { module: device.createShaderModule({ code }), entryPoint: 'main' }
		});
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
