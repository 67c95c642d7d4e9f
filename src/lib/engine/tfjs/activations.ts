import { dispose, keep, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { ValueId } from '$lib/model/graph';
import { checkImages } from '../check';
import type { Activation, ActivationStep, StepShape, WeightSource } from '../executor';
import { activate, engineFailure, readTensor } from './backend';
import { uploadImages } from './batch';
import { forward } from './forward';
import type { State } from './state';

/** What the layers hand on, in evaluation mode. */
export class TfjsActivationStep implements ActivationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #source: WeightSource;
	readonly #values: readonly ValueId[];

	/** @param values those that are wanted, in their order */
	constructor(state: State, shape: StepShape, source: WeightSource, values: readonly ValueId[]) {
		this.#state = state;
		this.#shape = shape;
		this.#source = source;
		this.#values = values;
	}

	async run(images: Float32Array): Promise<Activation[]> {
		const { backend } = this.#state;
		checkImages(images, this.#shape);
		activate(backend);
		const kept = new Map<ValueId, Tensor>();
		try {
			this.#walk(images, kept);
			const found: Activation[] = [];
			for (const value of this.#values) {
				const tensor = kept.get(value);
				if (tensor === undefined) throw new RangeError(`Value ${value} was not made.`);
				const side = tensor.rank === 4 ? (tensor.shape[1] ?? 1) : 1;
				const channels = tensor.shape.at(-1) ?? 0;
				found.push({ value, side, channels, values: await readTensor(backend, tensor) });
			}
			return found;
		} finally {
			dispose([...kept.values()]);
		}
	}

	/** Nothing of its own is on the device between runs. */
	dispose(): void {}

	#walk(images: Float32Array, kept: Map<ValueId, Tensor>): void {
		const { backend, graph } = this.#state;
		const weights = this.#state.source(this.#source).parts();
		const wanted = new Set(this.#values);
		try {
			tidy(() => {
				forward(
					{
						graph,
						weights,
						training: null,
						visit: (op, output) => {
							if (wanted.has(op.output)) kept.set(op.output, keep(output.clone()));
						}
					},
					uploadImages(images, this.#shape)
				);
			});
		} catch (cause) {
			throw engineFailure(backend, cause);
		}
	}
}
