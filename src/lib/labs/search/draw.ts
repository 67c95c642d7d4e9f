/** The search's random choices, each addressed by seed, candidate and attempt: the same seed draws the same candidates. */
import { CounterStream } from '$lib/random/stream';
import type { Genes, StageGenes } from './genes';
import type { SearchSpace } from './space';

/** Draws of one attempt at most: four for a stage, and there are at most 16 stages. */
const DRAWS = 64;

/** Uniform numbers for one attempt at one candidate. */
export class Dice {
	readonly #stream: CounterStream;
	#next: number;

	/**
	 * @param seed uint32
	 * @param number of the candidate
	 */
	constructor(seed: number, what: 'sample' | 'tournament' | 'mutation', number: number, attempt: number) {
		this.#stream = new CounterStream(seed, `search/${what}`, number);
		this.#next = attempt * DRAWS;
	}

	/** One of some values, each as likely. Throws RangeError for none. */
	pick<Value>(values: readonly Value[]): Value {
		const value = values[Math.floor(this.#stream.uniform(this.#next++) * values.length)];
		if (value === undefined) throw new RangeError('There is nothing to choose from.');
		return value;
	}
}

/** A candidate in which every choice of every stage is as likely as the others. */
export function sampleGenes(space: SearchSpace, dice: Dice): Genes {
	return space.map((choices) => ({
		op: dice.pick(choices.op),
		kernel: dice.pick(choices.kernel),
		expansion: dice.pick(choices.expansion),
		layers: dice.pick(choices.layers)
	}));
}

/** Every candidate that differs in one choice of one stage. */
export function neighbours(space: SearchSpace, genes: Genes): Genes[] {
	return space.flatMap((choices, index) => {
		const stage = genes[index]!;
		const others: StageGenes[] = [
			...choices.op.filter((op) => op !== stage.op).map((op) => ({ ...stage, op })),
			...choices.kernel.filter((kernel) => kernel !== stage.kernel).map((kernel) => ({ ...stage, kernel })),
			...choices.expansion
				.filter((expansion) => expansion !== stage.expansion)
				.map((expansion) => ({ ...stage, expansion })),
			...choices.layers.filter((layers) => layers !== stage.layers).map((layers) => ({ ...stage, layers }))
		];
		return others.map((other) => genes.with(index, other));
	});
}
