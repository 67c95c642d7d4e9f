import type { CounterStream } from '$lib/random/stream';

/** Uniform draws 0, 1, 2, … of an image's stream, taken in order: the order of the calls is part of the data set. */
export class Draws {
	readonly #stream: CounterStream;
	#next = 0;

	constructor(stream: CounterStream) {
		this.#stream = stream;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.#stream.uniform(this.#next++);
	}

	logBetween(low: number, high: number): number {
		return low * Math.exp(this.between(0, Math.log(high / low)));
	}

	chance(probability: number): boolean {
		return this.between(0, 1) < probability;
	}

	pick<T>(choices: readonly [T, ...T[]]): T {
		return choices[Math.floor(this.between(0, choices.length))] ?? choices[0];
	}
}
