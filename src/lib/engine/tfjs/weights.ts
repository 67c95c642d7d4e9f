import { dispose, keep, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { Graph } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import type { Backend } from './backend';
import { FlatLayout, type Flat } from './flat';

/** The two layouts of a graph: what is trained, and the running statistics. */
export interface WeightLayout {
	readonly trainable: FlatLayout;
	readonly statistics: FlatLayout;
}

export function weightLayout({ parameters }: Graph): WeightLayout {
	return {
		trainable: new FlatLayout(parameters.filter((spec) => spec.trainable)),
		statistics: new FlatLayout(parameters.filter((spec) => !spec.trainable))
	};
}

/** Keeps tensors beyond the tidy scope that they are made in. */
export function keepAll(flat: Flat): Flat {
	return flat.map((vector) => keep(vector));
}

/** One set of weights on the device: flat vectors, and the tensors cut from them when they are asked for. */
export class Weights {
	#trainable: Flat = [];
	#statistics: Flat = [];
	#trainableParts: ReadonlyMap<string, Tensor> | null = null;
	#statisticsParts: ReadonlyMap<string, Tensor> | null = null;

	constructor(readonly layout: WeightLayout) {}

	get trainable(): Flat {
		return this.#trainable;
	}

	get statistics(): Flat {
		return this.#statistics;
	}

	/** What is trained, by name, cut on first use. Owned by this object until the next change. */
	trainableParts(): ReadonlyMap<string, Tensor> {
		return (this.#trainableParts ??= cut(this.layout.trainable, this.#trainable));
	}

	/** The running statistics, by name. */
	statisticsParts(): ReadonlyMap<string, Tensor> {
		return (this.#statisticsParts ??= cut(this.layout.statistics, this.#statistics));
	}

	/** Both, for evaluation. */
	parts(): Map<string, Tensor> {
		return new Map([...this.trainableParts(), ...this.statisticsParts()]);
	}

	/** Throws EngineError if a name is missing or a length wrong. */
	check(parameters: ParameterMap): void {
		this.layout.trainable.check(parameters);
		this.layout.statistics.check(parameters);
	}

	/** Throws EngineError if a name is missing or a length wrong, and then changes nothing. */
	write(parameters: ParameterMap): void {
		this.check(parameters);
		const { trainable, statistics } = this.layout;
		tidy(() => this.replace(trainable.upload(parameters), statistics.upload(parameters)));
	}

	/** Takes the vectors over and frees the former ones. */
	replace(trainable: Flat, statistics: Flat): void {
		this.dispose();
		this.#trainable = keepAll(trainable);
		this.#statistics = keepAll(statistics);
	}

	/** In the order of the graph's parameters. */
	async read(backend: Backend, { parameters }: Graph): Promise<ParameterMap> {
		const [trainable, statistics] = await Promise.all([
			this.layout.trainable.download(backend, this.#trainable),
			this.layout.statistics.download(backend, this.#statistics)
		]);
		const ordered: ParameterMap = new Map();
		for (const { name } of parameters) {
			const values = trainable.get(name) ?? statistics.get(name);
			if (values !== undefined) ordered.set(name, values);
		}
		return ordered;
	}

	dispose(): void {
		dispose([...this.#trainable, ...this.#statistics]);
		dispose([...(this.#trainableParts?.values() ?? []), ...(this.#statisticsParts?.values() ?? [])]);
		this.#trainable = [];
		this.#statistics = [];
		this.#trainableParts = null;
		this.#statisticsParts = null;
	}
}

function cut(layout: FlatLayout, flat: Flat): ReadonlyMap<string, Tensor> {
	const parts = new Map<string, Tensor>();
	tidy(() => {
		for (const [name, part] of layout.split(flat)) parts.set(name, keep(part));
	});
	return parts;
}
