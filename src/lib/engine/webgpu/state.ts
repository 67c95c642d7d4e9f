import { EngineError, type ExecutorOptions } from '../executor';
import type { Plan, Space } from '../plan/plan';
import { RunState } from '../plan/runState';
import { SlabPool } from '../plan/slabPool';
import { bytesOf, readBuffer, storage } from './buffers';
import type { Context } from './context';
import { checkParameters } from './limits';
import { isOwn } from './ownSpaces';

/** Everything on the device that outlives a step, one buffer a space, made when it is first asked for. */
export class State extends RunState {
	readonly slabs: SlabPool<GPUBuffer>;
	/** What steps hold. Those that nobody has freed go with the executor. */
	readonly parts = new Set<{ dispose(): void }>();
	readonly #buffers = new Map<Space, GPUBuffer>();
	#disposed = false;

	constructor(
		readonly context: Context,
		options: ExecutorOptions
	) {
		super(options);
		const { device } = context;
		checkParameters(this.layouts, device.limits);
		this.slabs = new SlabPool({
			bytesOf,
			make: (elements) => storage(device, elements, 'arena'),
			free: (buffer) => {
				buffer.destroy();
			}
		});
	}

	/** Bytes of all buffers, the arena's included. */
	get bytes(): number {
		return [...this.#buffers.values()].reduce((sum, { size }) => sum + size, this.slabs.bytes);
	}

	/** Bytes of an executor whose only step has this plan: what all steps share, the arena, and what belongs to the step. */
	bytesOfStep({ slabs, sizes }: Plan): number {
		const spaces = Object.entries(sizes) as [Space, number][];
		const elements = spaces.map(([space, size]) => (isOwn(space) ? size : this.size(space)));
		return [...slabs, ...elements].reduce((sum, count) => sum + bytesOf(count), 0);
	}

	/** Throws EngineError if executor or device can no longer be used. */
	check(): void {
		if (this.#disposed) throw new EngineError('unavailable', 'This executor was disposed of.');
		this.context.check();
	}

	/** Spaces that have their buffer by now. */
	get spaces(): ReadonlySet<Space> {
		return new Set(this.#buffers.keys());
	}

	/** Frees the buffers of all other spaces; they are made anew when they are asked for. */
	keepOnly(spaces: ReadonlySet<Space>): void {
		for (const [space, buffer] of this.#buffers) {
			if (spaces.has(space)) continue;
			buffer.destroy();
			this.#buffers.delete(space);
		}
	}

	/** The buffer of a space that is shared by all steps. */
	buffer(space: Space): GPUBuffer {
		let buffer = this.#buffers.get(space);
		if (buffer === undefined) {
			const { device } = this.context;
			buffer = storage(device, this.size(space), space);
			this.#buffers.set(space, buffer);
			const initial = this.initial(space);
			if (initial !== null) device.queue.writeBuffer(buffer, 0, initial);
		}
		return buffer;
	}

	/** The buffers that training goes on from, see `ExecutorState`. */
	lasting(): GPUBuffer[] {
		return this.lastingSpaces().map((space) => this.buffer(space));
	}

	dispose(): void {
		this.#disposed = true;
		for (const part of this.parts) part.dispose();
		this.parts.clear();
		this.keepOnly(new Set());
	}

	protected store(space: Space, values: Float32Array<ArrayBuffer>): void {
		this.context.device.queue.writeBuffer(this.buffer(space), 0, values);
	}

	protected load(space: Space, elements: number): Promise<Float32Array> {
		return readBuffer(this.context, this.buffer(space), elements);
	}

	protected holds(space: Space): boolean {
		return this.#buffers.has(space);
	}
}
