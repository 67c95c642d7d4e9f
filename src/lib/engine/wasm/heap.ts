import { EngineError } from '../executor';
import { outOfMemory } from '../watch';

const PAGE = 65_536;
/** A vector is 16 bytes, a cache line 64. */
const GRAIN = 64;
/** What lies below belongs to the module. */
const START = PAGE;
/** 2 GiB: the kernels count in signed integers of 32 bits. */
const MOST_PAGES = 2 ** 15;

interface Block {
	readonly start: number;
	readonly end: number;
}

/** Bytes that an allocation takes: whole grains, at least one. */
export function grains(bytes: number): number {
	return Math.max(GRAIN, Math.ceil(bytes / GRAIN) * GRAIN);
}

/**
 * Allocates in one linear memory, which grows as far as it must and never shrinks. Addresses are bytes, multiples of 64;
 * what is allocated is zero, as new buffers of WebGPU are.
 */
export class Heap {
	readonly memory: WebAssembly.Memory;
	/** What is free, by address; neighbours are joined. */
	readonly #free: Block[] = [];
	readonly #sizes = new Map<number, number>();
	#top = START;
	/** Everything from here on has never been allocated, so it is zero. */
	#clean = START;
	#floats: Float32Array<ArrayBuffer>;
	#ints: Int32Array<ArrayBuffer>;

	/** @param shared whether several threads use it */
	constructor({ mostPages = MOST_PAGES, shared = false } = {}) {
		this.memory = new WebAssembly.Memory({ initial: START / PAGE, maximum: mostPages, shared });
		this.#floats = new Float32Array(this.memory.buffer);
		this.#ints = new Int32Array(this.memory.buffer);
	}

	/** Bytes that are allocated. */
	get bytes(): number {
		let sum = 0;
		for (const size of this.#sizes.values()) sum += size;
		return sum;
	}

	/** The whole memory; growth detaches the array, so ask each time. */
	get floats(): Float32Array<ArrayBuffer> {
		return this.#floats;
	}

	/** Throws EngineError `out-of-memory` where the memory cannot grow that far. */
	allocate(bytes: number): number {
		const size = grains(bytes);
		let at = this.#free.findIndex(({ start, end }) => end - start >= size);
		if (at < 0) at = this.#grow(size);
		const { start, end } = this.#free[at] as Block;
		if (end - start > size) this.#free[at] = { start: start + size, end };
		else this.#free.splice(at, 1);
		this.#sizes.set(start, size);
		const dirty = Math.min(start + size, this.#clean);
		if (dirty > start) this.#floats.fill(0, start / 4, dirty / 4);
		this.#clean = Math.max(this.#clean, start + size);
		return start;
	}

	/** Throws RangeError for an address that is not allocated. */
	free(address: number): void {
		const size = this.#sizes.get(address);
		if (size === undefined) throw new RangeError(`Nothing is allocated at ${address}.`);
		this.#sizes.delete(address);
		this.#give({ start: address, end: address + size });
	}

	write(address: number, values: Float32Array): void {
		this.#floats.set(values, address / 4);
	}

	writeBytes(address: number, bytes: Uint8Array): void {
		new Uint8Array(this.memory.buffer, address, bytes.length).set(bytes);
	}

	writeWords(address: number, words: ArrayLike<number>): void {
		this.#ints.set(words, address / 4);
	}

	/** A copy of some floats. */
	read(address: number, elements: number): Float32Array<ArrayBuffer> {
		return this.#floats.slice(address / 4, address / 4 + elements);
	}

	/** Adds a block to what is free; returns its place there after it was joined with its neighbours. */
	#give({ start, end }: Block): number {
		const next = this.#free.findIndex((block) => block.start > start);
		const at = next < 0 ? this.#free.length : next;
		const [before, after] = [this.#free[at - 1], this.#free[at]];
		const joinsBefore = before?.end === start;
		const joinsAfter = after?.start === end;
		const joined = { start: joinsBefore ? before.start : start, end: joinsAfter ? after.end : end };
		const first = joinsBefore ? at - 1 : at;
		this.#free.splice(first, Number(joinsBefore) + Number(joinsAfter), joined);
		return first;
	}

	/** Makes room for a block at the end; returns the free block's place. */
	#grow(size: number): number {
		const last = this.#free.at(-1);
		const there = last?.end === this.#top ? last.end - last.start : 0;
		const pages = Math.ceil((size - there) / PAGE);
		try {
			this.memory.grow(pages);
		} catch {
			throw new EngineError('out-of-memory', outOfMemory);
		}
		this.#floats = new Float32Array(this.memory.buffer);
		this.#ints = new Int32Array(this.memory.buffer);
		const start = this.#top;
		this.#top += pages * PAGE;
		return this.#give({ start, end: this.#top });
	}
}
