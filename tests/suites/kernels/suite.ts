import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kernel, KernelKind, KernelOf } from '$lib/engine/plan/kernel';
import { Numbers, UNTOUCHED, type Output } from './memory';
import type { KernelReference } from './reference';
import { references } from './references';

/** Operands by name; those that the kernel does not have are missing. */
export type Operands = Readonly<Record<string, Float32Array>>;

/** One of the ways in which an engine can run a kernel. */
export interface Way {
	readonly name: string;
	/** Runs it once on a copy of the operands; returns those that it writes as they are afterwards. */
	run(operands: Operands): Promise<Operands>;
}

/** An engine seen from its kernels. */
export interface KernelEngine {
	waysOf(kernel: Kernel): readonly Way[];
}

/** Draws of a kind at least, and of each of its sorts one. */
const RUNS = 8;
const SEED = 20210413;
/** Each kernel drawn runs in so many of its ways, which take turns. */
const WAYS = 2;
/** Elements behind an operand that no kernel may touch. */
const BEHIND = 8;
/** Five units of float32's rounding; a sum of n terms of either sign errs by about √n of one. */
const ROUNDING = 3e-7;

/** Every kernel of the plan, on random shapes and contents, against its reference in double precision. */
export function kernelSuite(open: () => KernelEngine): void {
	describe('kernels equal their references', () => {
		test.each(Object.keys(references) as KernelKind[])('%s', (kind) => checkKind(open(), kind));
	});
}

async function checkKind<K extends KernelKind>(engine: KernelEngine, kind: K): Promise<void> {
	const found: KernelReference<K> = references[kind];
	const numRuns = Math.ceil(RUNS / found.sorts.length);
	const turns = new Turns();
	for (const [index, sort] of found.sorts.entries()) {
		const property = fc.asyncProperty(sort, fc.nat(), (kernel, seed) =>
			checkKernel(turns.next(engine.waysOf(kernel)), found, kernel, seed)
		);
		// No shrinking: it would compile hundreds of kernels.
		await fc.assert(property, { numRuns, seed: SEED + index, endOnFailure: true });
	}
}

/** Chooses the ways that were chosen least. */
class Turns {
	readonly #uses = new Map<string, number>();

	next(ways: readonly Way[]): Way[] {
		const uses = ({ name }: Way) => this.#uses.get(name) ?? 0;
		const chosen = [...ways].sort((a, b) => uses(a) - uses(b)).slice(0, WAYS);
		for (const way of chosen) this.#uses.set(way.name, uses(way) + 1);
		return chosen;
	}
}

async function checkKernel<K extends KernelKind>(
	ways: readonly Way[],
	found: KernelReference<K>,
	kernel: KernelOf<K>,
	seed: number
): Promise<void> {
	const inputs = found.inputs(kernel, new Numbers(seed));
	const outputs = found.outputs(kernel, inputs);
	const operands: Record<string, Float32Array<ArrayBuffer>> = {};
	for (const [name, { length, parts }] of Object.entries(outputs)) operands[name] = room(length * parts);
	for (const [name, values] of Object.entries(inputs)) {
		if (values === null) continue;
		operands[name] = room(values.length);
		operands[name].set(values);
	}
	for (const way of ways) {
		const written = await way.run(operands);
		expect(Object.keys(written).sort(), `${way.name}: operands written`).toEqual(Object.keys(outputs).sort());
		for (const [name, output] of Object.entries(outputs)) {
			expectOutput(`${way.name}: ${name}`, written[name] as Float32Array, output);
		}
	}
}

function room(length: number): Float32Array<ArrayBuffer> {
	return new Float32Array(length + BEHIND).fill(UNTOUCHED);
}

function expectOutput(
	name: string,
	found: Float32Array,
	{ length, parts, terms, values, sizes }: Output
): void {
	expect(found.length, `${name}: length`).toBe(length * parts + BEHIND);
	expect([...found.subarray(length * parts)], `${name}: what lies behind`).toEqual(
		Array.from({ length: BEHIND }, () => UNTOUCHED)
	);
	for (let at = 0; at < length; at++) {
		let value = 0;
		for (let part = 0; part < parts; part++) value += found[part * length + at]!;
		const [wanted, size] = [values[at]!, sizes[at]!];
		const bound = ROUNDING * Math.sqrt(terms) * size;
		if (Number.isFinite(value) && Math.abs(value - wanted) <= bound) continue;
		expect.fail(`${name}[${at}] is ${value}, wanted ${wanted} within ${bound}`);
	}
}
