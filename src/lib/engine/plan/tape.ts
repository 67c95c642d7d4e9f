import type { ValueId } from '$lib/model/graph';
import type { Operand } from './plan';

/**
 * The way back: each forward op leaves what undoes it, and the entries run in reverse. A value that two ops read gets
 * its gradient from both: the first to write it leaves it here, the second takes it as addend.
 */
export class Tape {
	readonly #entries: (() => void)[] = [];
	readonly #gradients = new Map<ValueId, Operand>();

	record(entry: () => void): void {
		this.#entries.push(entry);
	}

	/** The gradient of a value that is complete. Throws RangeError if nothing has written it. */
	gradient(value: ValueId): Operand {
		const gradient = this.#gradients.get(value);
		if (gradient === undefined) throw new RangeError(`Value ${value} has no gradient yet.`);
		return gradient;
	}

	/** What another reader of the value has already left, or null. */
	sofar(value: ValueId): Operand | null {
		return this.#gradients.get(value) ?? null;
	}

	set(value: ValueId, gradient: Operand): void {
		this.#gradients.set(value, gradient);
	}

	unwind(): void {
		for (const entry of this.#entries.toReversed()) entry();
	}
}
