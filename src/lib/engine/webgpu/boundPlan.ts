/** A plan on a device: pipelines and bind groups made once, then encoded again and again. */
import { EngineError } from '../executor';
import type { ArenaOperand, Operand, Plan, Space, TimedCall } from '../plan/plan';
import { outOfMemory, refusedKernel } from '../watch';
import { bytesOf, storage } from './buffers';
import { isOwn } from './ownSpaces';
import type { Compiled } from './pipelines';
import { Shapes } from './shapes';
import type { State } from './state';

const FLOAT_BYTES = 4;

export interface Dispatch {
	readonly call: TimedCall;
	readonly pipeline: GPUComputePipeline;
	readonly bindGroup: GPUBindGroup;
	readonly workgroups: readonly [number, number];
}

export function encodeDispatch(
	pass: GPUComputePassEncoder,
	{ pipeline, bindGroup, workgroups }: Dispatch
): void {
	pass.setPipeline(pipeline);
	pass.setBindGroup(0, bindGroup);
	pass.dispatchWorkgroups(workgroups[0], workgroups[1]);
}

export class BoundPlan {
	readonly dispatches: readonly Dispatch[];
	readonly #state: State;
	readonly #slabs: readonly GPUBuffer[];
	readonly #slabOf: readonly number[];
	readonly #own: ReadonlyMap<Space, GPUBuffer>;
	readonly #shapes: Shapes;
	#disposed = false;

	private constructor(state: State, plan: Plan, compiled: readonly Compiled[]) {
		const { device } = state.context;
		this.#state = state;
		state.parts.add(this);
		this.#slabs = state.slabs.take(plan.slabs);
		this.#slabOf = plan.slabOf;
		this.#shapes = new Shapes(device);
		const buffers = new Map<Space, GPUBuffer>();
		for (const [space, size] of Object.entries(plan.sizes) as [Space, number][]) {
			if (isOwn(space)) buffers.set(space, storage(device, size, space));
		}
		this.#own = buffers;
		this.dispatches = plan.calls.map((call, at) => {
			const { program, pipeline, bind } = compiled[at] as Compiled;
			const bindGroup = bind((name) => {
				const operand = call.operands[name];
				if (operand === undefined) throw new RangeError(`${call.kernel.kind} lacks its operand "${name}".`);
				return this.#resource(operand);
			}, this.#shapes);
			return { call, pipeline, bindGroup, workgroups: program.workgroups };
		});
	}

	/** Compiles what is new of a plan, all pipelines at once. Throws EngineError if the device lacks the memory. */
	static async make(state: State, plan: Plan): Promise<BoundPlan> {
		const { context } = state;
		state.check();
		try {
			const kernels = plan.calls.map(({ kernel }) => kernel);
			await context.tuner.tune(kernels);
			const compiled = await Promise.all(
				kernels.map((kernel) => context.pipelines.get(kernel, context.tuner.tileOf(kernel)))
			);
			// The executor may be gone by now: nobody would free what is made for it.
			state.check();
			return await BoundPlan.#bind(state, plan, compiled);
		} catch (cause) {
			throw context.failure() ?? asEngineError(cause);
		}
	}

	/** Frees all that it made if there is not enough memory, shared buffers included: they would be invalid for good. */
	static async #bind(state: State, plan: Plan, compiled: readonly Compiled[]): Promise<BoundPlan> {
		const { context } = state;
		const before = state.spaces;
		context.device.pushErrorScope('out-of-memory');
		const bound = new BoundPlan(state, plan, compiled);
		const error = await context.device.popErrorScope();
		if (error === null && context.failure() === null) return bound;
		bound.dispose();
		state.keepOnly(before);
		throw context.failure() ?? new EngineError('out-of-memory', outOfMemory);
	}

	/** A buffer that belongs to this step. Throws RangeError if the plan has none of that name, EngineError once it is disposed of. */
	buffer(space: Space): GPUBuffer {
		// A destroyed buffer would be refused by the device, and the whole engine would count as failed.
		if (this.#disposed) throw new EngineError('unavailable', 'This step was disposed of.');
		const buffer = this.#own.get(space);
		if (buffer === undefined) throw new RangeError(`The plan has no "${space}".`);
		return buffer;
	}

	/** The buffer where a tensor of the arena lies. What is there after a run is the tensor's only if the plan keeps it. */
	tensorBuffer({ tensor }: ArenaOperand): GPUBuffer {
		if (this.#disposed) throw new EngineError('unavailable', 'This step was disposed of.');
		const buffer = this.#slabs[this.#slabOf[tensor] ?? -1];
		if (buffer === undefined) throw new RangeError(`Tensor ${tensor} has no buffer.`);
		return buffer;
	}

	encode(pass: GPUComputePassEncoder): void {
		for (const dispatch of this.dispatches) encodeDispatch(pass, dispatch);
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		this.#state.slabs.release(this.#slabs);
		for (const buffer of this.#own.values()) buffer.destroy();
		this.#shapes.dispose();
	}

	#resource(operand: Operand): GPUBufferBinding {
		if (operand.space === 'arena') {
			return { buffer: this.tensorBuffer(operand), offset: 0, size: bytesOf(operand.size) };
		}
		const buffer = this.#own.get(operand.space) ?? this.#state.buffer(operand.space);
		const offset = operand.offset * FLOAT_BYTES;
		return { buffer, offset, size: Math.min(bytesOf(operand.size), buffer.size - offset) };
	}
}

/** A kernel that the device does not compile is told in a sentence, too. */
function asEngineError(cause: unknown): unknown {
	return cause instanceof GPUPipelineError ? refusedKernel(cause.message) : cause;
}
