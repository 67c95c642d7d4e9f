/** A plan on a device: pipelines and bind groups made once, then encoded again and again. */
import { EngineError } from '../executor';
import type { KernelCall, Operand, Plan, Space } from '../plan/plan';
import { bytesOf, storage } from './buffers';
import type { Compiled } from './pipelines';
import type { State } from './state';
import { tileFor } from './tile';

const FLOAT_BYTES = 4;
/** Spaces that belong to a step; all others to the executor. */
const own: ReadonlySet<Space> = new Set(['images', 'targets', 'logits', 'imageGradient', 'scalars']);

export interface Dispatch {
	readonly call: KernelCall;
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
	readonly #own: ReadonlyMap<Space, GPUBuffer>;

	private constructor(state: State, plan: Plan, compiled: readonly Compiled[]) {
		const { device } = state.context;
		this.#state = state;
		this.#slabs = state.slabs.take(plan.slabs);
		const buffers = new Map<Space, GPUBuffer>();
		for (const [space, size] of Object.entries(plan.sizes) as [Space, number][]) {
			if (own.has(space)) buffers.set(space, storage(device, size, space));
		}
		this.#own = buffers;
		this.dispatches = plan.calls.map((call, at) => {
			const { program, pipeline, layout } = compiled[at] as Compiled;
			const entries = program.bindings.map(({ name }, binding) => {
				const operand = call.operands[name];
				if (operand === undefined) throw new RangeError(`${call.kernel.kind} lacks its operand "${name}".`);
				return { binding, resource: this.#resource(operand, plan) };
			});
			const bindGroup = device.createBindGroup({ layout, entries });
			return { call, pipeline, bindGroup, workgroups: program.workgroups };
		});
	}

	/** Compiles what is new of a plan, all pipelines at once. Throws EngineError if it does not fit the device. */
	static async make(state: State, plan: Plan): Promise<BoundPlan> {
		const { context } = state;
		context.check();
		checkLimits(plan, context.device.limits);
		try {
			const compiled = await Promise.all(
				plan.calls.map(({ kernel }) =>
					context.pipelines.get(kernel, tileFor(kernel, context.report.software))
				)
			);
			context.device.pushErrorScope('out-of-memory');
			const bound = new BoundPlan(state, plan, compiled);
			const error = await context.device.popErrorScope();
			context.check();
			if (error !== null) {
				bound.dispose();
				throw new EngineError('out-of-memory', tooLarge);
			}
			return bound;
		} catch (cause) {
			throw context.failure() ?? cause;
		}
	}

	/** A buffer that belongs to this step. Throws RangeError if the plan has none of that name. */
	buffer(space: Space): GPUBuffer {
		const buffer = this.#own.get(space);
		if (buffer === undefined) throw new RangeError(`The plan has no "${space}".`);
		return buffer;
	}

	encode(pass: GPUComputePassEncoder): void {
		for (const dispatch of this.dispatches) encodeDispatch(pass, dispatch);
	}

	dispose(): void {
		this.#state.slabs.release(this.#slabs);
		for (const buffer of this.#own.values()) buffer.destroy();
	}

	#resource(operand: Operand, plan: Plan): GPUBufferBinding {
		if (operand.space === 'arena') {
			const buffer = this.#slabs[plan.slabOf[operand.tensor] ?? -1];
			if (buffer === undefined) throw new RangeError(`Tensor ${operand.tensor} has no buffer.`);
			return { buffer, offset: 0, size: bytesOf(operand.size) };
		}
		const buffer = this.#own.get(operand.space) ?? this.#state.buffer(operand.space);
		const offset = operand.offset * FLOAT_BYTES;
		return { buffer, offset, size: Math.min(bytesOf(operand.size), buffer.size - offset) };
	}
}

const tooLarge =
	'The device ran out of memory: a smaller batch, a smaller image or a smaller network will fit.';

/** One sentence before anything is allocated, if a tensor is larger than the device can bind. */
function checkLimits(plan: Plan, limits: GPUSupportedLimits): void {
	const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
	const largest = Math.max(0, ...plan.slabs.map(bytesOf));
	if (largest <= most) return;
	const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
	const share = most / largest;
	throw new EngineError(
		'out-of-memory',
		`The largest tensor of this step takes ${mib(largest)}, this device binds ${mib(most)}: ` +
			`a batch of ${(share * 100).toFixed(0)} % of this one would fit.`
	);
}
