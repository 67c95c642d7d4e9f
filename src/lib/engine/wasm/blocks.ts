/** What of a range of addresses is taken and what is free: the books of a heap, without its memory. */
interface Block {
	readonly start: number;
	readonly end: number;
}

export class Blocks {
	/** By address; neighbours are joined. */
	readonly #free: Block[];
	readonly #sizes: Map<number, number>;

	private constructor(free: Block[], sizes: Map<number, number>) {
		this.#free = free;
		this.#sizes = sizes;
	}

	/** All of [start, end) is free. */
	static between(start: number, end: number): Blocks {
		return new Blocks([{ start, end }], new Map());
	}

	/** Bytes that are taken. */
	get bytes(): number {
		let sum = 0;
		for (const size of this.#sizes.values()) sum += size;
		return sum;
	}

	/** The same books, to try things on. */
	copy(): Blocks {
		return new Blocks([...this.#free], new Map(this.#sizes));
	}

	/** The lowest address with so many bytes free behind it, which are taken from now on; null if there is none. */
	take(size: number): number | null {
		const at = this.#free.findIndex(({ start, end }) => end - start >= size);
		const block = this.#free[at];
		if (block === undefined) return null;
		const { start, end } = block;
		if (end - start > size) this.#free[at] = { start: start + size, end };
		else this.#free.splice(at, 1);
		this.#sizes.set(start, size);
		return start;
	}

	/** Frees what was taken at an address. Throws RangeError if nothing was. */
	give(address: number): void {
		const size = this.#sizes.get(address);
		if (size === undefined) throw new RangeError(`Nothing is allocated at ${address}.`);
		this.#sizes.delete(address);
		const [start, end] = [address, address + size];
		const next = this.#free.findIndex((block) => block.start > start);
		const at = next < 0 ? this.#free.length : next;
		const [before, after] = [this.#free[at - 1], this.#free[at]];
		const joinsBefore = before?.end === start;
		const joinsAfter = after?.start === end;
		const joined = { start: joinsBefore ? before.start : start, end: joinsAfter ? after.end : end };
		this.#free.splice(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsAfter), joined);
	}
}
