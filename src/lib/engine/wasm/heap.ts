import { EngineError } from '../executor';
import { outOfMemory } from '../watch';
import { Blocks } from './blocks';

const PAGE = 65_536;
/** A vector is 16 bytes, a cache line 64. */
const GRAIN = 64;
/** What lies below belongs to the module. */
const START = PAGE;
/** 2 GiB: the kernels count in signed integers of 32 bits. */
const MOST_PAGES = 2 ** 15;

/** Bytes that an allocation takes: whole grains, at least one. */
export function grains(bytes: number): number {
	return Math.max(GRAIN, Math.ceil(bytes / GRAIN) * GRAIN);
}

export interface HeapOptions {
	/** Pages of 64 KiB that the memory may have; 2 GiB unless told otherwise. */
	readonly mostPages?: number;
	/** Whether several threads use it. */
	readonly shared?: boolean;
}

/**
 * Allocates in one linear memory, which grows as far as it must and never shrinks. Addresses are bytes, multiples of 64;
 * what is allocated is zero, as new buffers of WebGPU are.
 */
export class Heap {
	readonly memory: WebAssembly.Memory;
	/** Bytes that the memory may have. */
	readonly mostBytes: number;
	readonly #blocks: Blocks;
	/** Everything from here on has never been allocated, so it is zero. */
	#clean = START;
	#floats: Float32Array<ArrayBuffer>;
	#ints: Int32Array<ArrayBuffer>;

	constructor({ mostPages = MOST_PAGES, shared = false }: HeapOptions = {}) {
		this.memory = new WebAssembly.Memory({ initial: START / PAGE, maximum: mostPages, shared });
		this.mostBytes = mostPages * PAGE;
		this.#blocks = Blocks.between(START, this.mostBytes);
		this.#floats = new Float32Array(this.memory.buffer);
		this.#ints = new Int32Array(this.memory.buffer);
	}

	/** Bytes that are allocated. */
	get bytes(): number {
		return this.#blocks.bytes;
	}

	/** The whole memory; growth detaches the array, so ask each time. */
	get floats(): Float32Array<ArrayBuffer> {
		return this.#floats;
	}

	/** A copy of the books, to see what would fit. */
	get blocks(): Blocks {
		return this.#blocks.copy();
	}

	/** Throws EngineError `out-of-memory` where there is no room, or the host gives no more memory. */
	allocate(bytes: number): number {
		const size = grains(bytes);
		const start = this.#blocks.take(size);
		if (start === null) throw new EngineError('out-of-memory', outOfMemory);
		const end = start + size;
		try {
			this.#reach(end);
		} catch {
			this.#blocks.give(start);
			throw new EngineError('out-of-memory', outOfMemory);
		}
		const dirty = Math.min(end, this.#clean);
		if (dirty > start) this.#floats.fill(0, start / 4, dirty / 4);
		this.#clean = Math.max(this.#clean, end);
		return start;
	}

	/** Throws RangeError for an address that is not allocated. */
	free(address: number): void {
		this.#blocks.give(address);
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

	/** Grows the memory until it ends at `end` or behind. Throws what the host throws. */
	#reach(end: number): void {
		const pages = Math.ceil((end - this.#floats.byteLength) / PAGE);
		if (pages <= 0) return;
		this.memory.grow(pages);
		this.#floats = new Float32Array(this.memory.buffer);
		this.#ints = new Int32Array(this.memory.buffer);
	}
}
