import { describe, expect, test } from 'vitest';
import { evaluationPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { Plan } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { checkParameters, planWithin } from '$lib/engine/webgpu/limits';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';
import { floorLimits } from '../../suites/floorLimits';

function graphOf(name: string) {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`${name} is unknown`);
	return buildGraph(variant);
}

/** Makes training plans of a network at `imageSize`. */
function training(name: string, imageSize: number): (batch: number) => Plan {
	const graph = graphOf(name);
	const update = { optimizer: { kind: 'sgd', momentum: 0.9 }, ema: false, mostElements: 2 ** 25 } as const;
	return (batch) => trainingPlan(graph, layoutsOf(graph), { imageSize, batch }, { parallelism: 256, update });
}

describe('a step on a device with little room', () => {
	const make = training('v2-nano', 32);

	test('that fits is planned as it is', () => {
		expect(planWithin(floorLimits, { imageSize: 32, batch: 8 }, make)).toEqual(make(8));
	});

	test('names the largest batch that fits', () => {
		const refused = () => planWithin(floorLimits, { imageSize: 32, batch: 4096 }, make);
		expect(refused).toThrow(expect.objectContaining({ name: 'EngineError', kind: 'out-of-memory' }) as Error);
		expect(refused).toThrow(
			/step of 4096 at 32 px needs \d+ MiB, .* takes 128 MiB .* a batch of \d+ would fit/
		);
		const batch = batchNamed(refused);
		expect(batch).toBeGreaterThan(0);
		expect(refused).toThrow(expect.objectContaining({ fits: { imageSize: 32, batch } }) as Error);
		planWithin(floorLimits, { imageSize: 32, batch }, make);
		expect(() => planWithin(floorLimits, { imageSize: 32, batch: batch + 1 }, make)).toThrow(
			`a batch of ${batch} would fit`
		);
	});

	test('asks for smaller images where not even one fits', () => {
		const small = { ...floorLimits, maxStorageBufferBindingSize: 2 ** 16 };
		expect(() => planWithin(small, { imageSize: 96, batch: 2 }, training('v2-pico', 96))).toThrow(
			'not even a batch of 1 fits, choose a smaller image'
		);
	});

	test('counts the images themselves', () => {
		const graph = graphOf('v2-pico');
		const imagesOnly = (batch: number): Plan => {
			const plan = evaluationPlan(graph, layoutsOf(graph), { imageSize: 32, batch }, 1, 'parameters');
			const calls = plan.calls.map((call) => {
				const { x } = call.operands;
				return { ...call, operands: x?.space === 'images' ? { x } : {} };
			});
			return { ...plan, calls };
		};
		const bytes = 32 * 32 * 3 * 4;
		const limits = { ...floorLimits, maxStorageBufferBindingSize: 10 * bytes };
		expect(planWithin(limits, { imageSize: 32, batch: 10 }, imagesOnly).sizes.images).toBe(10 * 32 * 32 * 3);
		expect(() => planWithin(limits, { imageSize: 32, batch: 11 }, imagesOnly)).toThrow(
			'a batch of 10 would fit'
		);
	});

	test('asks for a smaller network where the weights are too many', () => {
		const make = training('efficientnetv2-m', 32);
		expect(() => planWithin(floorLimits, { imageSize: 32, batch: 2 }, make)).toThrow(
			'choose a smaller network'
		);
		expect(() => {
			checkParameters(layoutsOf(graphOf('efficientnetv2-l')), floorLimits);
		}).toThrow("The network's weights need 453 MiB, this graphics device takes 256 MiB at once");
		checkParameters(layoutsOf(graphOf('efficientnetv2-s')), floorLimits);
	});
});

function batchNamed(refused: () => unknown): number {
	try {
		refused();
	} catch (error) {
		return Number(/a batch of (\d+)/.exec(String(error))?.[1]);
	}
	return NaN;
}
