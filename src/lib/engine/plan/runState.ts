/** Weights, slots and averages of a run by timm's names, on top of the spaces in which a device keeps them. */
import type { Graph } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { EngineError, type ExecutorOptions, type ExecutorState, type WeightSource } from '../executor';
import { toPyTorch, toTfjs } from '../layouts';
import { ALIGNMENT, layoutsOf, type FlatLayout, type Layouts } from './flatLayout';
import type { Space } from './plan';

/** The optimiser's slots with their initial values; `OptimizerSpec` tells what they are. */
const slotsOf = {
	sgd: { momentum: 0 },
	rmsprop: { square: 1, momentum: 0 },
	adamw: { momentum: 0, square: 0 }
} as const;

type SlotSpace = 'momentum' | 'square';

/** What outlives a step. An engine adds the memory: where each space lies, and how it is written and read. */
export abstract class RunState {
	readonly graph: Graph;
	readonly layouts: Layouts;
	/** Whose folded weights `folded` holds, and of which version. */
	#folded = '';
	#version = 0;

	constructor(readonly options: ExecutorOptions) {
		this.graph = options.graph;
		this.layouts = layoutsOf(options.graph);
	}

	/** Sets a space from its first element on; makes it where it has no memory yet. */
	protected abstract store(space: Space, values: Float32Array<ArrayBuffer>): void;
	/** The first elements of a space once all that was asked for before is done. */
	protected abstract load(space: Space, elements: number): Promise<Float32Array>;
	/** Whether a space has its memory by now. */
	protected abstract holds(space: Space): boolean;

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

	/** Sets parameters and statistics; slots and average start anew. Throws EngineError, and then changes nothing. */
	write(parameters: ParameterMap): void {
		this.#check(parameters);
		this.touch();
		this.#storeWeights('parameters', parameters);
		if (this.options.ema) this.#storeWeights('ema', parameters);
		for (const name of this.#slotNames()) {
			const initial = this.initial(name);
			if (initial !== null && this.holds(name)) this.store(name, initial);
		}
	}

	async read(source: WeightSource): Promise<ParameterMap> {
		this.checkSource(source);
		const [weights, statistics] = spacesOf(source);
		const { trainable, statistics: running } = this.layouts;
		const [own, other] = await Promise.all([
			this.#loadAll(trainable, weights),
			this.#loadAll(running, statistics)
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
					async (name) => [name, await this.#loadAll(this.layouts.trainable, name)] as const
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
		this.#storeWeights('parameters', parameters);
		if (ema !== null) this.#storeWeights('ema', ema);
		for (const name of this.#slotNames()) {
			const slot = slots.get(name);
			if (slot) this.store(name, packed(this.layouts.trainable, slot));
		}
	}

	/** The spaces that training goes on from, see `ExecutorState`. */
	protected lastingSpaces(): Space[] {
		const weights = [...spacesOf('parameters'), ...(this.options.ema ? spacesOf('ema') : [])];
		return [...weights, ...this.#slotNames()];
	}

	/** Elements of a space that outlives a step. */
	protected size(space: Space): number {
		const { trainable, statistics } = this.layouts;
		if (space === 'row') return 4;
		if (space === 'decay') return Math.ceil(trainable.size / ALIGNMENT);
		return space.toLowerCase().endsWith('statistics') ? statistics.size : trainable.size;
	}

	/** What a fresh space holds; null: zeros. */
	protected initial(space: Space): Float32Array<ArrayBuffer> | null {
		const { trainable } = this.layouts;
		if (space === 'decay') {
			const mask = new Float32Array(this.size('decay'));
			for (const { spec, offset, size } of trainable.slots) {
				if (!spec.decay) continue;
				mask.fill(1, offset / ALIGNMENT, Math.ceil((offset + size) / ALIGNMENT));
			}
			return mask;
		}
		if (space !== 'momentum' && space !== 'square') return null;
		const initial: Partial<Record<SlotSpace, number>> = slotsOf[this.options.optimizer.kind];
		return new Float32Array(trainable.size).fill(initial[space] ?? 0);
	}

	/** A layout's tensors out of a space, in PyTorch's layout. */
	async #loadAll(layout: FlatLayout, space: Space): Promise<ParameterMap> {
		return unpack(layout, await this.load(space, layout.size));
	}

	#check(parameters: ParameterMap): void {
		check(this.layouts.trainable, parameters);
		check(this.layouts.statistics, parameters);
	}

	#slotNames(): SlotSpace[] {
		return Object.keys(slotsOf[this.options.optimizer.kind]) as SlotSpace[];
	}

	#storeWeights(source: WeightSource, parameters: ParameterMap): void {
		const [weights, statistics] = spacesOf(source);
		this.store(weights, packed(this.layouts.trainable, parameters));
		this.store(statistics, packed(this.layouts.statistics, parameters));
	}
}

function spacesOf(source: WeightSource): [Space, Space] {
	return source === 'ema' ? ['ema', 'emaStatistics'] : ['parameters', 'statistics'];
}

/** Tensors in PyTorch's layout as one flat array; the gaps between them are zero. */
function packed(layout: FlatLayout, parameters: ParameterMap): Float32Array<ArrayBuffer> {
	const target = new Float32Array(layout.size);
	for (const { spec, offset, size } of layout.slots) {
		const values = parameters.get(spec.name);
		if (values !== undefined) toTfjs(spec, values, target.subarray(offset, offset + size));
	}
	return target;
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
