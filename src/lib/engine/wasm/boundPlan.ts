/** A plan on the heap: each call encoded once, with the addresses of its operands, then run again and again. */
import { EngineError } from '../executor';
import type { ArenaOperand, KernelCall, Operand, Plan, Space } from '../plan/plan';
import { demandOf, FLOAT_BYTES, WORD_BYTES } from './demand';
import { encodeCall } from './encode';
import { bytesOf, type State } from './state';

export class BoundPlan {
	readonly calls: readonly KernelCall[];
	readonly #state: State;
	readonly #own = new Map<Space, number>();
	readonly #slabOf: readonly number[];
	#slabs: readonly number[] = [];
	/** The kernels' own memory while they run: so many bytes for each thread. */
	#scratch = 0;
	#stride = 0;
	#list = 0;
	/** Where each call starts in the list, and where the last one ends. */
	readonly #starts: number[] = [];
	#ownBytes = 0;
	#disposed = false;

	private constructor(state: State, { calls, slabOf }: Plan) {
		this.#state = state;
		this.#slabOf = slabOf;
		this.calls = calls;
		state.parts.add(this);
	}

	/** Throws EngineError `out-of-memory`, and then leaves nothing behind. */
	static make(state: State, plan: Plan): BoundPlan {
		state.check();
		const before = state.spaces;
		const bound = new BoundPlan(state, plan);
		try {
			bound.#bind(plan);
			return bound;
		} catch (cause) {
			bound.dispose();
			state.keepOnly(before);
			throw cause;
		}
	}

	/** Bytes that belong to this step alone. */
	get bytes(): number {
		return this.#ownBytes;
	}

	/** A place that belongs to this step. Throws RangeError if the plan has none of that name, EngineError once it is disposed of. */
	address(space: Space): number {
		this.#check();
		const address = this.#own.get(space);
		if (address === undefined) throw new RangeError(`The plan has no "${space}".`);
		return address;
	}

	/** Where a tensor of the arena lies. What is there after a run is the tensor's only if the plan keeps it. */
	tensorAddress({ tensor }: ArenaOperand): number {
		this.#check();
		return this.#slabs[this.#slabOf[tensor]!]!;
	}

	run(): void {
		this.#run(0, this.calls.length);
	}

	/** Runs one call of the plan. */
	runCall(at: number): void {
		this.#run(at, at + 1);
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		this.#state.slabs.release(this.#slabs);
		const { heap } = this.#state.context;
		for (const address of this.#own.values()) heap.free(address);
		if (this.#list !== 0) heap.free(this.#list);
	}

	#run(from: number, to: number): void {
		this.#check();
		this.#state.context.run(this.#starts[from]!, this.#starts[to]!, this.#scratch, this.#stride);
	}

	#check(): void {
		if (this.#disposed) throw new EngineError('unavailable', 'This step was disposed of.');
		this.#state.check();
	}

	#bind(plan: Plan): void {
		const { heap, threads } = this.#state.context;
		const { slabs, stride, own, shared, listBytes } = demandOf(plan, threads);
		this.#stride = stride;
		for (const space of shared) this.#state.address(space);
		this.#slabs = this.#state.slabs.take(slabs);
		this.#scratch = this.#slabs.at(-1)!;
		for (const [space, size] of own) this.#own.set(space, this.#allocate(bytesOf(size)));
		this.#list = this.#allocate(listBytes);
		let end = this.#list;
		for (const call of plan.calls) {
			const words = encodeCall(call.kernel, (name) => this.#find(name, call));
			this.#starts.push(end);
			heap.writeWords(end, words);
			end += words.length * WORD_BYTES;
		}
		this.#starts.push(end);
	}

	#allocate(bytes: number): number {
		this.#ownBytes += bytes;
		return this.#state.context.heap.allocate(bytes);
	}

	/** The address of a call's operand. Throws RangeError for one that it lacks. */
	#find(name: string, { kernel, operands }: KernelCall): number {
		const operand: Operand | undefined = operands[name];
		if (operand === undefined) throw new RangeError(`${kernel.kind} lacks its operand "${name}".`);
		if (operand.space === 'arena') return this.tensorAddress(operand);
		const start = this.#own.get(operand.space) ?? this.#state.address(operand.space);
		return start + operand.offset * FLOAT_BYTES;
	}
}
