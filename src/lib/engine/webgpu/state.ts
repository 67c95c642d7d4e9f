import type { Graph } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { EngineError, type ExecutorOptions, type ExecutorState, type WeightSource } from '../executor';
import { toPyTorch, toTfjs } from '../layouts';
import { ALIGNMENT, layoutsOf, type FlatLayout, type Layouts } from '../plan/flatLayout';
import type { Space } from '../plan/plan';
import { readBuffer, SlabPool, storage } from './buffers';
import type { Context } from './context';
import { checkParameters } from './limits';

/** The optimiser's slots with their initial values; `OptimizerSpec` tells what they are. */
const slotsOf = {
	sgd: { momentum: 0 },
	rmsprop: { square: 1, momentum: 0 },
	adamw: { momentum: 0, square: 0 }
} as const;

type SlotSpace = 'momentum' | 'square';

/** Everything on the device that outlives a step, one buffer a space, made when it is first asked for. */
export class State {
	readonly graph: Graph;
	readonly layouts: Layouts;
	readonly slabs: SlabPool;
	/** What steps hold. Those that nobody has freed go with the executor. */
	readonly parts = new Set<{ dispose(): void }>();
	readonly #buffers = new Map<Space, GPUBuffer>();
	/** Whose folded weights `folded` holds, and of which version. */
	#folded = '';
	#version = 0;
	#disposed = false;

	constructor(
		readonly context: Context,
		readonly options: ExecutorOptions
	) {
		this.graph = options.graph;
		this.layouts = layoutsOf(options.graph);
		checkParameters(this.layouts, context.device.limits);
		this.slabs = new SlabPool(context.device);
	}

	/** Bytes of all buffers, the arena's included. */
	get bytes(): number {
		return [...this.#buffers.values()].reduce((sum, { size }) => sum + size, this.slabs.bytes);
	}

	/** Throws EngineError if executor or device can no longer be used. */
	check(): void {
		if (this.#disposed) throw new EngineError('unavailable', 'This executor was disposed of.');
		this.context.check();
	}

	/** Spaces that have their buffer by now. */
	get spaces(): ReadonlySet<Space> {
		return new Set(this.#buffers.keys());
	}

	/** Frees the buffers of all other spaces; they are made anew when they are asked for. */
	keepOnly(spaces: ReadonlySet<Space>): void {
		for (const [space, buffer] of this.#buffers) {
			if (spaces.has(space)) continue;
			buffer.destroy();
			this.#buffers.delete(space);
		}
	}

	/** The buffer of a space that is shared by all steps. */
	buffer(space: Space): GPUBuffer {
		let buffer = this.#buffers.get(space);
		if (buffer === undefined) {
			buffer = storage(this.context.device, this.#size(space), space);
			this.#buffers.set(space, buffer);
			this.#fill(space, buffer);
		}
		return buffer;
	}

	/** The buffers that training goes on from, see `ExecutorState`. */
	lasting(): GPUBuffer[] {
		const weights = [...spacesOf('parameters'), ...(this.options.ema ? spacesOf('ema') : [])];
		return [...weights, ...this.#slotNames()].map((space) => this.buffer(space));
	}

	/** Weights are about to change: what was folded is stale. */
	touch(): void {
		this.#version += 1;
	}

	/** True once per change of the weights and source: then they must be folded. */
	claimFolding(source: WeightSource): boolean {
		const wanted = `${source} ${this.#version}`;
		if (wanted === this.#folded) return false;
		this.#folded = wanted;
		return true;
	}

	/** Throws EngineError if there is no average. */
	checkSource(source: WeightSource): void {
		if (source === 'parameters' || this.options.ema) return;
		throw new EngineError('bad-parameters', 'This run keeps no moving average.');
	}

	write(parameters: ParameterMap): void {
		this.#check(parameters);
		this.touch();
		this.#writeWeights('parameters', parameters);
		if (this.options.ema) this.#writeWeights('ema', parameters);
		for (const name of this.#slotNames()) {
			const buffer = this.#buffers.get(name);
			if (buffer) this.#fill(name, buffer);
		}
	}

	async read(source: WeightSource): Promise<ParameterMap> {
		this.checkSource(source);
		const [weights, statistics] = spacesOf(source);
		const { trainable, statistics: running } = this.layouts;
		const [own, other] = await Promise.all([
			this.#download(trainable, weights),
			this.#download(running, statistics)
		]);
		const ordered: ParameterMap = new Map();
		for (const { name } of this.graph.parameters) {
			const values = own.get(name) ?? other.get(name);
			if (values !== undefined) ordered.set(name, values);
		}
		return ordered;
	}

	async readState(): Promise<ExecutorState> {
		const [parameters, ema, slots] = await Promise.all([
			this.read('parameters'),
			this.options.ema ? this.read('ema') : null,
			Promise.all(
				this.#slotNames().map(
					async (name) => [name, await this.#download(this.layouts.trainable, name)] as const
				)
			)
		]);
		return { parameters, slots: new Map(slots), ema };
	}

	/** Throws EngineError if something is missing or of another length, and then changes nothing. */
	writeState({ parameters, slots, ema }: ExecutorState): void {
		if ((ema !== null) !== this.options.ema) {
			throw new EngineError(
				'bad-parameters',
				'Only one of the saved state and this run keeps a moving average.'
			);
		}
		this.#check(parameters);
		if (ema !== null) this.#check(ema);
		for (const name of this.#slotNames()) {
			const slot = slots.get(name);
			if (slot === undefined) {
				throw new EngineError('bad-parameters', `The saved state lacks the optimiser's "${name}".`);
			}
			check(this.layouts.trainable, slot);
		}
		this.touch();
		this.#writeWeights('parameters', parameters);
		if (ema !== null) this.#writeWeights('ema', ema);
		for (const name of this.#slotNames()) {
			const slot = slots.get(name);
			if (slot) this.#upload(this.layouts.trainable, name, slot);
		}
	}

	/** A layout's tensors out of a buffer, in PyTorch's layout. */
	async #download(layout: FlatLayout, space: Space): Promise<ParameterMap> {
		return unpack(layout, await readBuffer(this.context, this.buffer(space), layout.size));
	}

	dispose(): void {
		this.#disposed = true;
		for (const part of this.parts) part.dispose();
		this.parts.clear();
		this.keepOnly(new Set());
	}

	#check(parameters: ParameterMap): void {
		check(this.layouts.trainable, parameters);
		check(this.layouts.statistics, parameters);
	}

	#slotNames(): SlotSpace[] {
		return Object.keys(slotsOf[this.options.optimizer.kind]) as SlotSpace[];
	}

	#writeWeights(source: WeightSource, parameters: ParameterMap): void {
		const [weights, statistics] = spacesOf(source);
		this.#upload(this.layouts.trainable, weights, parameters);
		this.#upload(this.layouts.statistics, statistics, parameters);
	}

	#upload(layout: FlatLayout, space: Space, parameters: ParameterMap): void {
		const packed = new Float32Array(layout.size);
		for (const { spec, offset, size } of layout.slots) {
			const values = parameters.get(spec.name);
			if (values !== undefined) toTfjs(spec, values, packed.subarray(offset, offset + size));
		}
		this.context.device.queue.writeBuffer(this.buffer(space), 0, packed);
	}

	#size(space: Space): number {
		const { trainable, statistics } = this.layouts;
		if (space === 'row') return 4;
		if (space === 'decay') return Math.ceil(trainable.size / ALIGNMENT);
		return space.toLowerCase().endsWith('statistics') ? statistics.size : trainable.size;
	}

	/** What a fresh buffer holds beside zeros. */
	#fill(space: Space, buffer: GPUBuffer): void {
		const { queue } = this.context.device;
		const { trainable } = this.layouts;
		if (space === 'decay') {
			const mask = new Float32Array(this.#size('decay'));
			for (const { spec, offset, size } of trainable.slots) {
				if (!spec.decay) continue;
				mask.fill(1, offset / ALIGNMENT, Math.ceil((offset + size) / ALIGNMENT));
			}
			queue.writeBuffer(buffer, 0, mask);
		}
		if (space !== 'momentum' && space !== 'square') return;
		const initial: Partial<Record<SlotSpace, number>> = slotsOf[this.options.optimizer.kind];
		queue.writeBuffer(buffer, 0, new Float32Array(trainable.size).fill(initial[space] ?? 0));
	}
}

function spacesOf(source: WeightSource): [Space, Space] {
	return source === 'ema' ? ['ema', 'emaStatistics'] : ['parameters', 'statistics'];
}

/** Tensors of a flat array, by name, in PyTorch's layout. */
export function unpack(layout: FlatLayout, packed: Float32Array): ParameterMap {
	return new Map(
		layout.slots.map(({ spec, offset, size }) => [
			spec.name,
			toPyTorch(spec, packed.subarray(offset, offset + size))
		])
	);
}

/** Throws EngineError unless `parameters` has every tensor of the layout in its length. */
function check(layout: FlatLayout, parameters: ParameterMap): void {
	for (const { spec, size } of layout.slots) {
		const values = parameters.get(spec.name);
		if (values === undefined) {
			throw new EngineError('bad-parameters', `The parameters lack "${spec.name}".`);
		}
		if (values.length !== size) {
			const message = `Parameter "${spec.name}" has ${values.length} numbers where the network needs ${size}.`;
			throw new EngineError('bad-parameters', message);
		}
	}
}
