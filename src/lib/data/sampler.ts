import { CounterStream } from '$lib/random/stream';

/**
 * Which images a step sees. Each epoch is a fresh permutation of the set; the last short batch of an epoch is
 * dropped. The batch of any step follows from seed and step alone, so a run that is taken up again goes on exactly.
 */
export class Sampler {
	readonly stepsPerEpoch: number;
	readonly #count: number;
	readonly #batch: number;
	readonly #seed: number;
	#epoch = -1;
	#order = new Uint32Array();

	/**
	 * @param count images in the set
	 * @param batch images per step
	 * @param seed uint32
	 * @throws RangeError if the set does not fill one batch
	 */
	constructor(count: number, batch: number, seed: number) {
		if (batch < 1 || count < batch) {
			throw new RangeError(`${count} training images do not fill one batch of ${batch}.`);
		}
		this.stepsPerEpoch = Math.floor(count / batch);
		this.#count = count;
		this.#batch = batch;
		this.#seed = seed;
	}

	epochOf(step: number): number {
		return Math.floor(step / this.stepsPerEpoch);
	}

	/** Indices of the images of a step (from 0), a view that stays unchanged. Keeps the epoch's permutation for the next. */
	indices(step: number): Uint32Array {
		const epoch = this.epochOf(step);
		if (epoch !== this.#epoch) {
			this.#order = permutation(this.#count, this.#seed, epoch);
			this.#epoch = epoch;
		}
		const first = (step - epoch * this.stepsPerEpoch) * this.#batch;
		return this.#order.subarray(first, first + this.#batch);
	}
}

/**
 * The numbers 0 to count - 1 in the order of an epoch, by Fisher and Yates: for i from count - 1 down to 1, i changes
 * places with floor(draw i of the stream `shuffle`, part epoch, × (i + 1) / 2^32). No order is favoured by more than
 * count / 2^32.
 */
export function permutation(count: number, seed: number, epoch: number): Uint32Array<ArrayBuffer> {
	const stream = new CounterStream(seed, 'shuffle', epoch);
	const order = Uint32Array.from({ length: count }, (_, i) => i);
	for (let i = count - 1; i > 0; i--) {
		const j = Math.floor((stream.uint32(i) * (i + 1)) / 2 ** 32);
		const held = order[i] ?? 0;
		order[i] = order[j] ?? 0;
		order[j] = held;
	}
	return order;
}
