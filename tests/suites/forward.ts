import { dispose, keep, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { forward } from '$lib/engine/tfjs/forward';
import { weightLayout, Weights } from '$lib/engine/tfjs/weights';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import reference from '../fixtures/forward.json';
import { expectClose, largest } from './digest';
import { graphOf, plainOptions, type NetworkCase } from './formulaRun';
import { makeCurrent, type UseEngine } from './useEngine';

interface StageDigest {
	readonly shape: readonly number[];
	readonly mean: number;
	readonly std: number;
	/** First 8 values of image 0 and last 8 of the last image, in NHWC order. */
	readonly first: readonly number[];
	readonly last: readonly number[];
}

interface ForwardCase extends NetworkCase {
	readonly stages: Readonly<Record<string, StageDigest>>;
	readonly logits: readonly (readonly number[])[];
}

const cases = reference.cases as unknown as readonly ForwardCase[];
const isLarge = ({ variant }: ForwardCase) => variant.startsWith('efficientnet');

const title = ({ variant, imageSize, padding }: ForwardCase) => `${variant}, ${imageSize} px, ${padding}`;

async function checkLogits(use: UseEngine, found: ForwardCase): Promise<void> {
	const graph = graphOf(found);
	const executor = await use().createExecutor(plainOptions(graph));
	try {
		executor.writeParameters(formulaParameters(graph, found.seed));
		const step = await executor.compileEvaluation(found, 'parameters');
		const logits = await step.run(formulaImages('input', found.seed, found.batch, found.imageSize));
		const wanted = found.logits.flat();
		expectClose('logits', logits, wanted, 1e-4 * largest(wanted));
		step.dispose();
	} finally {
		executor.dispose();
	}
}

/** The last image-shaped value of each stage, by stage. The caller disposes of them. */
function stageOutputs(found: ForwardCase): Map<string, Tensor> {
	const graph = graphOf(found);
	const { batch, imageSize, seed } = found;
	const weights = new Weights(weightLayout(graph));
	weights.write(formulaParameters(graph, seed));
	const outputs = new Map<string, Tensor>();
	tidy(() => {
		const images = tensor4d(formulaImages('input', seed, batch, imageSize), [batch, imageSize, imageSize, 3]);
		forward(
			{
				graph,
				weights: weights.parts(),
				training: null,
				visit(op, output) {
					if (output.rank !== 4) return;
					outputs.get(op.stage)?.dispose();
					outputs.set(op.stage, keep(output.clone()));
				}
			},
			images
		);
	});
	weights.dispose();
	return outputs;
}

async function checkStages(use: UseEngine, found: ForwardCase): Promise<void> {
	makeCurrent(use());
	const outputs = stageOutputs(found);
	expect([...outputs.keys()]).toEqual(Object.keys(found.stages));
	for (const [stage, output] of outputs) {
		const wanted = found.stages[stage] as StageDigest;
		const [batch, channels, height, width] = wanted.shape;
		expect(output.shape).toEqual([batch, height, width, channels]);
		const values = await output.data<'float32'>();
		const bound = 1e-4 * Math.max(wanted.std, largest([...wanted.first, ...wanted.last]));
		expectClose(`${stage}: first`, values.subarray(0, 8), wanted.first, bound);
		expectClose(`${stage}: last`, values.subarray(-8), wanted.last, bound);
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
		expectClose(
			`${stage}: mean and deviation`,
			[mean, Math.sqrt(variance)],
			[wanted.mean, wanted.std],
			bound
		);
	}
	dispose([...outputs.values()]);
}

/** Every case of forward.json of one kind: the logits through the executor, and a digest after each stage. */
export function forwardSuite(use: UseEngine, which: 'small' | 'large'): void {
	const chosen = cases.filter((found) => isLarge(found) === (which === 'large'));
	const named = chosen.map((found) => [title(found), found] as const);
	describe('evaluation equals the reference', () => {
		test.each(named)('logits of %s', (_, found) => checkLogits(use, found));
		test.each(named)('stages of %s', (_, found) => checkStages(use, found));
	});
}
