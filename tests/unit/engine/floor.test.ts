import { describe, expect, test } from 'vitest';
import { evaluationPlan, foldingPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { Kernel } from '$lib/engine/plan/kernel';
import type { Plan } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { programOf } from '$lib/engine/webgpu/kernels/program';
import type { Program } from '$lib/engine/webgpu/kernels/source';
import { tilesFor } from '$lib/engine/webgpu/tile';
import { planWithin } from '$lib/engine/webgpu/limits';
import { buildGraph } from '$lib/model/build';
import { findVariant, variantNames } from '$lib/model/variants';
import { floorLimits } from '../../suites/floorLimits';

/** Bytes that an element of a workgroup array takes. */
const bytesOf: Readonly<Record<string, number>> = { f32: 4, u32: 4, vec2f: 8, vec3f: 16, vec4f: 16 };

function workgroupBytes(code: string): number {
	let sum = 0;
	for (const [declaration, type = ''] of code.matchAll(/var<workgroup>\s*\w+\s*:\s*([^;]+);/g)) {
		const [, element = type, count = '1'] = /^array<\s*(\w+)\s*,\s*(\d+)u?\s*>$/.exec(type.trim()) ?? [];
		const bytes = bytesOf[element];
		if (bytes === undefined) throw new Error(`This test cannot measure ${declaration}`);
		sum += bytes * Number(count);
	}
	return sum;
}

function workgroupSize(code: string): number[] {
	const [, sizes] = /@workgroup_size\(([\d\s,]+)\)/.exec(code) ?? [];
	if (sizes === undefined) throw new Error('A shader has no workgroup size.');
	return sizes.split(',').map(Number);
}

/** What of a program goes beyond the floorLimits. */
function breaches({ code, bindings, workgroups }: Program): string[] {
	const size = workgroupSize(code);
	const threads = size.reduce((product, side) => product * side, 1);
	const found = {
		bindings: bindings.length <= floorLimits.maxStorageBuffersPerShaderStage,
		workgroups: workgroups.every(
			(count) => count >= 1 && count <= floorLimits.maxComputeWorkgroupsPerDimension
		),
		threads: threads <= floorLimits.maxComputeInvocationsPerWorkgroup,
		sides: size.every((side) => side <= floorLimits.maxComputeWorkgroupSizeX),
		memory: workgroupBytes(code) <= floorLimits.maxComputeWorkgroupStorageSize
	};
	return Object.entries(found).flatMap(([what, holds]) => (holds ? [] : [what]));
}

/** Each different kernel of the plans once. */
function kernelsOf(plans: readonly Plan[]): Kernel[] {
	const kernels = plans.flatMap(({ calls }) => calls.map(({ kernel }) => kernel));
	return [...new Map(kernels.map((kernel) => [JSON.stringify(kernel), kernel])).values()];
}

function plansOf(name: string): Plan[] {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`${name} is unknown`);
	const graph = buildGraph(variant);
	const layouts = layoutsOf(graph);
	const optimizer = { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 } as const;
	const update = { optimizer, ema: true, mostElements: floorLimits.maxStorageBufferBindingSize / 4 };
	const train = (imageSize: number, batch: number, parallelism: number) =>
		trainingPlan(graph, layouts, { imageSize, batch }, { parallelism, update });
	const shape = { imageSize: variant.evalSize, batch: 1 };
	return [
		evaluationPlan(graph, layouts, shape, 16_384, 'parameters'),
		foldingPlan(graph, layouts, 'ema'),
		train(variant.evalSize, 2, 16_384),
		train(33, 64, 256)
	];
}

/** Kinds of device: whether software, whether with subgroups. */
const ways = [
	[true, true],
	[true, false],
	[false, true],
	[false, false]
] as const;

describe('within what every WebGPU device has', () => {
	test.each(variantNames)('all kernels of %s', (name) => {
		for (const kernel of kernelsOf(plansOf(name))) {
			for (const [software, subgroups] of ways) {
				for (const tile of tilesFor(kernel, { software, quads: subgroups })) {
					const program = programOf(kernel, tile, { subgroups, software, half: subgroups });
					expect(breaches(program), JSON.stringify([kernel, tile])).toEqual([]);
				}
			}
		}
	});

	test('breaches are found', () => {
		const [across, down] = [floorLimits.maxComputeWorkgroupsPerDimension + 1, 1];
		const binding = { name: 'x', access: 'read', elements: 1 } as const;
		const code = `var<workgroup> a: array<vec3f, 1025>;\n@compute @workgroup_size(257) fn main() {}`;
		const program = {
			code,
			bindings: Array<typeof binding>(9).fill(binding),
			shape: [],
			workgroups: [across, down]
		} as const;
		expect(breaches(program)).toEqual(['bindings', 'workgroups', 'threads', 'sides', 'memory']);
	});

	test('V2-S evaluates an image at 384 px', () => {
		const [plan] = plansOf('efficientnetv2-s');
		expect(planWithin(floorLimits, { imageSize: 384, batch: 1 }, () => plan as Plan)).toBe(plan);
	});
});
