import { add, dispose, mul, tidy, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Graph, ParameterSpec } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { EngineError, type ExecutorOptions, type ExecutorState, type WeightSource } from '../executor';
import { activate, type Backend } from './backend';
import type { Flat, FlatLayout } from './flat';
import { optimizerOf, type Optimizer } from './optimizer';
import { keepAll, weightLayout, Weights } from './weights';

type Slots = ReadonlyMap<string, Flat>;

/** Everything on the device that outlives a step: weights, their average, the optimiser's slots. */
export class State {
	readonly graph: Graph;
	readonly seed: number;
	readonly weights: Weights;
	readonly ema: Weights | null;
	readonly optimizer: Optimizer;
	/** Made at the first training step: an executor that only evaluates needs none. */
	#slots: Slots | null = null;
	#decayMask: Flat | null = null;

	constructor(
		readonly backend: Backend,
		{ graph, optimizer, ema, seed }: ExecutorOptions
	) {
		const layout = weightLayout(graph);
		this.graph = graph;
		this.seed = seed;
		this.weights = new Weights(layout);
		this.ema = ema ? new Weights(layout) : null;
		this.optimizer = optimizerOf(optimizer);
	}

	/** Throws EngineError if there is no average. */
	source(source: WeightSource): Weights {
		if (source === 'parameters') return this.weights;
		if (this.ema === null) throw new EngineError('bad-parameters', 'This run keeps no moving average.');
		return this.ema;
	}

	get slots(): Slots {
		const { trainable } = this.weights.layout;
		return (this.#slots ??= new Map(
			Object.entries(this.optimizer.initial).map(([name, value]) => [name, keepFill(trainable, () => value)])
		));
	}

	/** 1 where weight decay applies, else 0. */
	get decayMask(): Flat {
		const { trainable } = this.weights.layout;
		return (this.#decayMask ??= keepFill(trainable, ({ decay }) => (decay ? 1 : 0)));
	}

	/** Takes the vectors of a finished update over and frees the former. */
	replace(trainable: Flat, statistics: Flat, slots: Slots): void {
		this.weights.replace(trainable, statistics);
		this.#replaceSlots(slots);
	}

	/** average = decay·average + (1 - decay)·weights, running statistics included. */
	average(decay: number): void {
		const { ema, weights } = this;
		if (ema === null) return;
		const blend = (old: Flat, fresh: Flat) =>
			old.map((vector, i) => add<Tensor1D>(mul(vector, decay), mul(fresh[i] ?? vector, 1 - decay)));
		tidy(() => {
			ema.replace(blend(ema.trainable, weights.trainable), blend(ema.statistics, weights.statistics));
		});
	}

	/** Weights as given, average equal to them, slots as at the start. Throws EngineError before it changes anything. */
	write(parameters: ParameterMap): void {
		activate(this.backend);
		this.weights.write(parameters);
		this.ema?.write(parameters);
		this.#freeSlots();
	}

	async read(): Promise<ExecutorState> {
		activate(this.backend);
		const { backend, graph, weights, ema } = this;
		const { trainable } = weights.layout;
		const slots = [...this.slots].map(
			async ([name, flat]) => [name, await trainable.download(backend, flat)] as const
		);
		const [parameters, average, entries] = await Promise.all([
			weights.read(backend, graph),
			ema?.read(backend, graph) ?? null,
			Promise.all(slots)
		]);
		return { parameters, slots: new Map(entries), ema: average };
	}

	/** Throws EngineError if something is missing or of another length, and then changes nothing. */
	restore({ parameters, slots, ema }: ExecutorState): void {
		activate(this.backend);
		const { trainable } = this.weights.layout;
		if ((ema === null) !== (this.ema === null)) {
			throw new EngineError(
				'bad-parameters',
				'Only one of the saved state and this run keeps a moving average.'
			);
		}
		if (ema !== null) this.ema?.check(ema);
		this.weights.check(parameters);
		tidy(() => {
			const uploaded = new Map(
				Object.keys(this.optimizer.initial).map((name) => [name, trainable.upload(slotOf(slots, name))])
			);
			this.weights.write(parameters);
			if (ema !== null) this.ema?.write(ema);
			this.#replaceSlots(uploaded);
		});
	}

	dispose(): void {
		this.weights.dispose();
		this.ema?.dispose();
		this.#freeSlots();
		dispose([...(this.#decayMask ?? [])]);
		this.#decayMask = null;
	}

	#replaceSlots(slots: Slots): void {
		const kept = new Map([...slots].map(([name, flat]) => [name, keepAll(flat)]));
		this.#freeSlots();
		this.#slots = kept;
	}

	#freeSlots(): void {
		for (const flat of this.#slots?.values() ?? []) dispose([...flat]);
		this.#slots = null;
	}
}

function keepFill(layout: FlatLayout, value: (spec: ParameterSpec) => number): Flat {
	return keepAll(layout.fill(value));
}

function slotOf(slots: ExecutorState['slots'], name: string): ParameterMap {
	const slot = slots.get(name);
	if (slot === undefined)
		throw new EngineError('bad-parameters', `The saved state lacks the optimiser's "${name}".`);
	return slot;
}
