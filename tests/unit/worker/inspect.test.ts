import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import { packDraws } from '$lib/data/augment/table';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { Dataset } from '$lib/data/dataset';
import type { Engine } from '$lib/engine/engine';
import type { Executor } from '$lib/engine/executor';
import { openEngine } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { buildGraph } from '$lib/model/build';
import { initialParameters } from '$lib/model/initialise';
import { findVariant } from '$lib/model/variants';
import { defaultConfig } from '$lib/recipe/defaults';
import { Evaluator } from '$lib/recipe/evaluate';
import { unregularised } from '$lib/recipe/schedule';
import { answerAll, inspectImage, softmax } from '$lib/worker/inspect';
import { previewStages } from '$lib/worker/preview';

const graph = buildGraph(findVariant('v2-pico')!, { classes: 10 });
let engine: Engine;
let executor: Executor;
let data: Dataset;

beforeAll(async () => {
	data = await proceduralDataset({ seed: 0, train: 24, test: 21 });
	engine = await openEngine('wasm', { kernels: nodeKernels, threads: 1 });
	const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
	executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(initialParameters(graph, 3));
});
afterAll(() => {
	executor.dispose();
	engine.close();
});

const plain = { ...unregularised, epochs: 1 };
const config = {
	...defaultConfig('gpu'),
	flip: false,
	cropPadding: 0,
	stages: [
		{ ...plain, size: 16 },
		{ ...plain, size: 24, randaugment: 15 },
		{ ...plain, size: 32, mixup: 1 }
	]
};
const images = Uint32Array.of(5, 9, 2, 17);

describe('what the network sees', () => {
	test('is what its steps are fed, by the engine and by the reference alike', async () => {
		const wanted = { config, stages: [0, 1, 2], images, draw: 0 };
		const byEngine = await previewStages(data.train, wanted, executor);
		const byReference = await previewStages(data.train, wanted, null);
		expect(byEngine.map(({ size }) => size)).toEqual([16, 24, 32]);
		expect(byEngine).toEqual(byReference);
		expect(byEngine[0]!.operations).toEqual([[], [], [], []]);
		expect(byEngine[1]!.operations.map(({ length }) => length)).toEqual([2, 2, 2, 2]);
	});

	test('is the image itself where nothing is done to it', async () => {
		const [shown] = await previewStages(
			data.train,
			{ config: { ...config, stages: [{ ...plain, size: 32 }] }, stages: [0], images, draw: 0 },
			executor
		);
		const bytes = 32 * 32;
		const original = Array.from({ length: bytes }, (_, pixel) => [
			...data.train.images.subarray(3 * (9 * bytes + pixel), 3 * (9 * bytes + pixel) + 3),
			255
		]).flat();
		expect([...shown!.images.subarray(4 * bytes, 8 * bytes)]).toEqual(original);
	});

	test('is another with another draw', async () => {
		const first = await previewStages(data.train, { config, stages: [1], images, draw: 0 }, null);
		const second = await previewStages(data.train, { config, stages: [1], images, draw: 1 }, null);
		expect(first[0]!.images).not.toEqual(second[0]!.images);
	});
});

describe('a look into the network', () => {
	test('has every layer, the answer of evaluation, and norms as counted here', async () => {
		const found = await inspectImage(executor, graph, data.test, 4, 24);
		expect(found.layers[0]).toMatchObject({ stage: 'stem', block: null, side: 24, channels: 8 });
		expect(new Set(found.layers.map(({ block }) => block)).size).toBe(
			new Set(graph.ops.map(({ block }) => block)).size
		);
		for (const { side, channels, values } of found.layers)
			expect(values).toHaveLength(side * side * channels);
		const step = await executor.compileEvaluation({ imageSize: 24, batch: 1 }, 'parameters');
		const draw = { image: 4, flip: false, dy: 0, dx: 0, operations: [], mix: null };
		const drawn = { size: 24, padding: 0, interpolation: 'nearest', table: packDraws([draw]) } as const;
		const logits = await step.run(makeImages(data.test, drawn));
		step.dispose();
		expect([...found.probabilities]).toEqual([...softmax(logits)]);
		const stem = initialParameters(graph, 3).get('conv_stem.weight')!;
		expect(found.filters).toEqual(stem);
		const own = found.norms.find(({ name }) => name === 'conv_stem.weight')!;
		expect(own.weight).toBeCloseTo(Math.hypot(...stem), 4);
		expect(found.norms.every(({ gradient }) => gradient > 0)).toBe(true);
	});

	test('answers for all images as the judgement counts them', async () => {
		const answers = await answerAll(executor, data.test, { size: 16, batch: 8, weights: 'parameters' });
		const evaluator = new Evaluator(executor, 8, 10);
		const score = await evaluator.judge(data.test, { size: 16, weights: 'parameters' });
		evaluator.dispose();
		const right = [...answers.answers].filter((answer, image) => answer === data.test.labels[image]).length;
		expect(right).toBe(score.correct);
		const confusion = new Uint32Array(100);
		answers.answers.forEach((answer, image) => confusion[10 * data.test.labels[image]! + answer]!++);
		expect(confusion).toEqual(score.confusion);
		expect([...answers.confidences].every((share) => share >= 0.1 && share <= 1)).toBe(true);
	});
});
