import type fc from 'fast-check';
import type { KernelKind, KernelOf } from '$lib/engine/plan/kernel';
import type { Arrays, Numbers, Output } from './memory';

/** A kernel kind in double precision, written plainly from the comments in plan/kernel.ts. */
export interface KernelReference<K extends KernelKind, Inputs extends Arrays = Arrays> {
	/** Sorts of kernels, each of which is tried. */
	readonly sorts: readonly fc.Arbitrary<KernelOf<K>>[];
	/** Contents of what it reads; null where it has no such operand. */
	inputs(kernel: KernelOf<K>, numbers: Numbers): Inputs;
	/** What it then writes. An operand that is read, too, is written in place. */
	outputs(kernel: KernelOf<K>, inputs: Inputs): Readonly<Record<string, Output>>;
}

/** Lets TypeScript find out what the reference reads. */
export function reference<K extends KernelKind, Inputs extends Arrays>(
	found: KernelReference<K, Inputs>
): KernelReference<K> {
	return found;
}
