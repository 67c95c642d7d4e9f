import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '$lib/engine/plan/arena';
import { evaluationPlan, foldingPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { KernelCall, Plan } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { activationBytes } from '$lib/model/activations';
import { buildGraph } from '$lib/model/build';
import { findVariant, variantNames } from '$lib/model/variants';
import type { Variant } from '$lib/model/variant';

const update = { optimizer: { kind: 'sgd', momentum: 0.9 }, ema: true, mostElements: 2 ** 25 } as const;

function named(name: string): Variant {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`${name} is unknown`);
	return variant;
}

function planOf(variant: Variant, imageSize: number, batch: number, parallelism = 256): Plan {
	const graph = buildGraph(variant);
	return trainingPlan(graph, layoutsOf(graph), { imageSize, batch }, { parallelism, update });
}

/** Slabs of a call's operands. */
function slabs({ operands }: KernelCall, { slabOf }: Pick<Plan, 'slabOf'>): (number | undefined)[] {
	return Object.values(operands).flatMap((operand) =>
		operand.space === 'arena' ? [slabOf[operand.tensor]] : []
	);
}

describe('the arena', () => {
	const call = (tensors: readonly number[], sizes: readonly number[]) => ({
		operands: Object.fromEntries(
			tensors.map((tensor) => [`t${tensor}`, { space: 'arena', tensor, size: sizes[tensor] ?? 0 }] as const)
		)
	});

	test('never lets two tensors share a slab while both are needed', () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 });
		const uses = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(sizes, uses, (given, asked) => {
				const names = asked.map((tensors) => [...new Set(tensors.map((t) => t % given.length))]);
				const calls = names.map((tensors) => call(tensors, given)) as unknown as KernelCall[];
				const { slabs: made, slabOf } = allocate(calls, given);
				for (const [a, size] of given.entries()) {
					const used = names.flatMap((tensors, at) => (tensors.includes(a) ? [at] : []));
					if (used.length === 0) continue;
					expect(made[slabOf[a] ?? -1]).toBeGreaterThanOrEqual(size);
					const [first = 0, last = 0] = [used[0], used.at(-1)];
					for (const [b] of given.entries()) {
						if (a === b || slabOf[a] !== slabOf[b]) continue;
						const alive = names.some((tensors, at) => tensors.includes(b) && at >= first && at <= last);
						expect(alive).toBe(false);
					}
				}
			})
		);
	});
});

describe('the plan', () => {
	test('of v2-nano has at most 300 kernel calls a training step', () => {
		expect(planOf(named('v2-nano'), 32, 8).calls.length).toBeLessThanOrEqual(300);
		expect(planOf(named('v2-nano'), 32, 128, 16_384).calls.length).toBeLessThanOrEqual(300);
	});

	test.each(variantNames)('of %s keeps the operands of each call apart', (name) => {
		const variant = named(name);
		const plan = planOf(variant, 33, 2);
		for (const each of plan.calls) expect(new Set(slabs(each, plan)).size).toBe(slabs(each, plan).length);
		const graph = buildGraph(variant);
		const layouts = layoutsOf(graph);
		const evaluation = evaluationPlan(graph, layouts, { imageSize: 33, batch: 2 }, 256, 'ema');
		const spaces = new Set(
			evaluation.calls.flatMap(({ operands }) => Object.values(operands).map(({ space }) => space))
		);
		// The average is evaluated by its own weights alone.
		expect(spaces.has('parameters')).toBe(false);
		expect(foldingPlan(graph, layouts, 'ema').calls.length).toBe(
			graph.ops.filter(({ kind }) => kind === 'batchNorm').length
		);
	});

	test('counts three times the forward multiply-adds, less the gradient at the image', () => {
		const plan = planOf(named('v2-nano'), 32, 1);
		const sum = (pass: string) =>
			plan.calls.filter((each) => each.pass === pass).reduce((total, { macs }) => total + macs, 0);
		const stem = plan.calls.find(({ layer }) => layer === 'conv_stem')?.macs ?? NaN;
		expect(sum('backward')).toBeCloseTo(2 * sum('forward') - stem, -4);
	});

	test('of v2-tiny holds at most 1.5 times what the forward pass must leave', () => {
		const variant = named('v2-tiny');
		const bytes = 4 * planOf(variant, 32, 128, 16_384).slabs.reduce((sum, size) => sum + size, 0);
		expect(bytes / activationBytes(buildGraph(variant), 32, 128)).toBeLessThanOrEqual(1.5);
	});
});
