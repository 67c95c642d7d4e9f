import type { Kernel, KernelKind, KernelOf } from '$lib/engine/plan/kernel';
import type { KernelCall, Operand, Plan, Space } from '$lib/engine/plan/plan';
import type { Arrays } from './memory';
import { references } from './references';

/** Contents of the spaces that outlive a plan, or that it is given or asked for. */
export type Spaces = Readonly<Partial<Record<Space, Float64Array>>>;

/** Runs a plan call by call in double precision, with the kernels' references; writes to `spaces`. */
export function runPlan(plan: Plan, spaces: Spaces): void {
	const slabs = plan.slabs.map((size) => new Float64Array(size));
	const memory = (operand: Operand): Float64Array => {
		const whole =
			operand.space === 'arena' ? slabs[plan.slabOf[operand.tensor] ?? -1] : spaces[operand.space];
		if (whole === undefined) throw new RangeError(`There is nothing at "${operand.space}".`);
		const offset = operand.space === 'arena' ? 0 : operand.offset;
		return whole.subarray(offset, offset + operand.size);
	};
	for (const call of plan.calls) runCall(call, memory);
}

function runCall({ kernel, operands }: KernelCall, memory: (operand: Operand) => Float64Array): void {
	const arrays: Record<string, Float64Array | null> = { bias: null, addend: null };
	for (const [name, operand] of Object.entries(operands)) arrays[name] = memory(operand);
	// References read plain numbers: doubles stay doubles from call to call.
	for (const [name, { values }] of Object.entries(outputsOf(kernel, arrays as unknown as Arrays))) {
		arrays[name]?.set(values);
	}
}

function outputsOf<K extends KernelKind>(kernel: Kernel & KernelOf<K>, arrays: Arrays) {
	return references[kernel.kind].outputs(kernel, arrays);
}
