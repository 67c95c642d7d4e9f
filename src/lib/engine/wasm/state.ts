import { EngineError, type ExecutorOptions } from '../executor';
import type { Space } from '../plan/plan';
import { RunState } from '../plan/runState';
import { SlabPool } from '../plan/slabPool';
import type { Context } from './context';
import { grains } from './heap';

const FLOAT_BYTES = 4;

/** Bytes of `elements` floats on the heap. */
export const bytesOf = (elements: number) => grains(elements * FLOAT_BYTES);

/** A place on the heap. */
export interface Place {
	readonly address: number;
	readonly elements: number;
}

/** Everything on the heap that outlives a step, one place a space, made when it is first asked for. */
export class State extends RunState {
	readonly slabs: SlabPool<number>;
	/** What steps hold. Those that nobody has freed go with the executor. */
	readonly parts = new Set<{ dispose(): void }>();
	readonly #addresses = new Map<Space, number>();
	#disposed = false;

	constructor(
		readonly context: Context,
		options: ExecutorOptions
	) {
		super(options);
		const { heap } = context;
		this.slabs = new SlabPool({
			bytesOf,
			make: (elements) => heap.allocate(bytesOf(elements)),
			free: (address) => {
				heap.free(address);
			}
		});
	}

	/** Bytes of all spaces, the arena's included. */
	get bytes(): number {
		return [...this.#addresses.keys()].reduce((sum, space) => sum + this.bytesFor(space), this.slabs.bytes);
	}

	/** Bytes of a space that is shared by all steps, whether or not it has its place. */
	bytesFor(space: Space): number {
		return bytesOf(this.size(space));
	}

	/** Throws EngineError if executor or engine can no longer be used. */
	check(): void {
		if (this.#disposed) throw new EngineError('unavailable', 'This executor was disposed of.');
		this.context.check();
	}

	/** Spaces that have their place by now. */
	get spaces(): ReadonlySet<Space> {
		return new Set(this.#addresses.keys());
	}

	/** Frees all other spaces; they are made anew when they are asked for. */
	keepOnly(spaces: ReadonlySet<Space>): void {
		for (const [space, address] of this.#addresses) {
			if (spaces.has(space)) continue;
			this.context.heap.free(address);
			this.#addresses.delete(space);
		}
	}

	/** The address of a space that is shared by all steps. Throws EngineError `out-of-memory`. */
	address(space: Space): number {
		let address = this.#addresses.get(space);
		if (address === undefined) {
			const { heap } = this.context;
			address = heap.allocate(this.bytesFor(space));
			this.#addresses.set(space, address);
			const initial = this.initial(space);
			if (initial !== null) heap.write(address, initial);
		}
		return address;
	}

	/** The places that training goes on from, see `ExecutorState`. */
	lasting(): Place[] {
		return this.lastingSpaces().map((space) => ({
			address: this.address(space),
			elements: this.size(space)
		}));
	}

	dispose(): void {
		this.#disposed = true;
		for (const part of this.parts) part.dispose();
		this.parts.clear();
		this.keepOnly(new Set());
	}

	protected store(space: Space, values: Float32Array): void {
		this.context.heap.write(this.address(space), values);
	}

	protected async load(space: Space, elements: number): Promise<Float32Array> {
		return this.context.heap.read(this.address(space), elements);
	}

	protected holds(space: Space): boolean {
		return this.#addresses.has(space);
	}
}
