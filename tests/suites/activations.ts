import { describe, expect, test } from 'vitest';
import { handedOn } from '$lib/engine/activations';
import type { Activation } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import reference from '../fixtures/forward.json';
import { expectClose, largest } from './digest';
import { graphOf, type NetworkCase } from './formulaRun';
import { tiny } from './tiny';
import { held, type UseEngine } from './useEngine';

interface StageDigest {
	/** NCHW */
	readonly shape: readonly number[];
	readonly std: number;
	readonly first: readonly number[];
	readonly last: readonly number[];
}

interface ForwardCase extends NetworkCase {
	readonly stages: Readonly<Record<string, StageDigest>>;
}

const cases = reference.cases as unknown as readonly ForwardCase[];
const small = cases.filter(({ variant }) => /^v2-(pico|nano)/.test(variant));

async function activationsOf(use: UseEngine, found: ForwardCase): Promise<Map<string, Activation>> {
	const graph = graphOf(found);
	const { batch, imageSize, seed } = found;
	const optimizer = { kind: 'sgd', momentum: 0 } as const;
	const executor = await use().createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(formulaParameters(graph, seed));
	const step = await executor.compileActivations({ imageSize, batch }, 'parameters');
	const activations = await step.run(formulaImages('input', seed, batch, imageSize));
	step.dispose();
	executor.dispose();
	expect(activations.map(({ value }) => value)).toEqual(handedOn(graph));
	// The last value of each stage that has the shape of an image.
	const stageOf = new Map(graph.ops.map((op) => [op.output, op.stage]));
	const spatial = activations.filter(({ value }) => graph.values[value]?.spatial);
	return new Map(spatial.map((activation) => [stageOf.get(activation.value) ?? '', activation]));
}

/** What the layers hand on, against PyTorch's after each stage. */
export function activationSuite(use: UseEngine): void {
	describe('activations', () => {
		test.each(small)('$variant, $imageSize px, $padding', async (found) => {
			const stages = await activationsOf(use, found);
			expect([...stages.keys()]).toEqual(Object.keys(found.stages));
			for (const [stage, wanted] of Object.entries(found.stages)) {
				const { side, channels, values } = stages.get(stage)!;
				expect([found.batch, channels, side, side]).toEqual(wanted.shape);
				const bound = 1e-4 * Math.max(wanted.std, largest([...wanted.first, ...wanted.last]));
				expectClose(`${stage}: first`, values.subarray(0, 8), wanted.first, bound);
				expectClose(`${stage}: last`, values.subarray(-8), wanted.last, bound);
			}
		});

		test('of these values only are what they are among all', async () => {
			const graph = buildGraph(tiny);
			const optimizer = { kind: 'sgd', momentum: 0 } as const;
			const executor = await use().createExecutor({ graph, optimizer, ema: false, seed: 0 });
			executor.writeParameters(formulaParameters(graph, 1));
			const images = formulaImages('input', 1, 1, 9);
			const step = await executor.compileActivations({ imageSize: 9, batch: 1 }, 'parameters');
			const all = await step.run(images);
			step.dispose();
			const wanted = [...all.slice(1, 2), ...all.slice(-2, -1)];
			const values = wanted.map(({ value }) => value);
			const few = await executor.compileActivations({ imageSize: 9, batch: 1 }, 'parameters', values);
			expect(await few.run(images)).toEqual(wanted);
			few.dispose();
			executor.dispose();
		});

		test('follow the weights and leave nothing behind', async () => {
			const graph = buildGraph(tiny);
			const optimizer = { kind: 'sgd', momentum: 0 } as const;
			const before = held(use());
			const executor = await use().createExecutor({ graph, optimizer, ema: false, seed: 0 });
			executor.writeParameters(formulaParameters(graph, 1));
			const step = await executor.compileActivations({ imageSize: 9, batch: 1 }, 'parameters');
			const images = formulaImages('input', 1, 1, 9);
			const first = await step.run(images);
			executor.writeParameters(formulaParameters(graph, 2));
			const other = await step.run(images);
			executor.writeParameters(formulaParameters(graph, 1));
			const again = await step.run(images);
			expect(again.map(({ values }) => [...values])).toEqual(first.map(({ values }) => [...values]));
			expect(other[0]!.values).not.toEqual(first[0]!.values);
			await expect(step.run(images.subarray(1))).rejects.toThrow(RangeError);
			step.dispose();
			executor.dispose();
			expect(held(use())).toEqual(before);
		});
	});
}
