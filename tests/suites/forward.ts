import { dispose, keep, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { forward } from '$lib/engine/tfjs/forward';
import { weightLayout, Weights } from '$lib/engine/tfjs/weights';
import type { GraphOp } from '$lib/model/graph';
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

interface Passed {
	readonly logits: Tensor;
	/** The last image-shaped value of each stage, by stage. */
	readonly stages: ReadonlyMap<string, Tensor>;
}

/** One evaluation pass. The caller disposes of what it returns. */
function pass(found: ForwardCase): Passed {
	const graph = graphOf(found);
	const { batch, imageSize, seed } = found;
	const weights = new Weights(weightLayout(graph));
	weights.write(formulaParameters(graph, seed));
	const stages = new Map<string, Tensor>();
	const visit = (op: GraphOp, output: Tensor) => {
		if (output.rank !== 4) return;
		stages.get(op.stage)?.dispose();
		stages.set(op.stage, keep(output.clone()));
	};
	const logits = tidy(() => {
		const images = tensor4d(formulaImages('input', seed, batch, imageSize), [batch, imageSize, imageSize, 3]);
		return forward({ graph, weights: weights.parts(), training: null, visit }, images);
	});
	weights.dispose();
	return { logits, stages };
}

async function check(use: UseEngine, found: ForwardCase): Promise<void> {
	makeCurrent(use());
	const { logits, stages } = pass(found);
	const wanted = found.logits.flat();
	expectClose('logits', await logits.data(), wanted, 1e-4 * largest(wanted));
	expect([...stages.keys()]).toEqual(Object.keys(found.stages));
	for (const [stage, output] of stages) await checkStage(stage, output, found.stages[stage] as StageDigest);
	dispose([logits, ...stages.values()]);
}

async function checkStage(stage: string, output: Tensor, wanted: StageDigest): Promise<void> {
	const [batch, channels, height, width] = wanted.shape;
	expect(output.shape).toEqual([batch, height, width, channels]);
	const values = await output.data<'float32'>();
	const bound = 1e-4 * Math.max(wanted.std, largest([...wanted.first, ...wanted.last]));
	expectClose(`${stage}: first`, values.subarray(0, 8), wanted.first, bound);
	expectClose(`${stage}: last`, values.subarray(-8), wanted.last, bound);
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
	expectClose(`${stage}: mean and deviation`, [mean, Math.sqrt(variance)], [wanted.mean, wanted.std], bound);
}

/** Every case of forward.json of one kind: the logits, and a digest after each stage. */
export function forwardSuite(use: UseEngine, which: 'small' | 'large'): void {
	const chosen = cases.filter((found) => isLarge(found) === (which === 'large'));
	describe('evaluation equals the reference', () => {
		test.each(chosen.map((found) => [title(found), found] as const))('%s', (_, found) => check(use, found));
	});
}

/** The logits alone, through the executor: for engines that do not show what happens between the stages. */
export function logitsSuite(use: UseEngine, which: 'small' | 'large'): void {
	const chosen = cases.filter((found) => isLarge(found) === (which === 'large'));
	describe('logits equal the reference', () => {
		test.each(chosen.map((found) => [title(found), found] as const))('%s', async (_, found) => {
			const graph = graphOf(found);
			const executor = await use().createExecutor(plainOptions(graph));
			executor.writeParameters(formulaParameters(graph, found.seed));
			const step = await executor.compileEvaluation(found, 'parameters');
			const logits = await step.run(formulaImages('input', found.seed, found.batch, found.imageSize));
			const wanted = found.logits.flat();
			expectClose('logits', logits, wanted, 1e-4 * largest(wanted));
			executor.dispose();
		});
	});
}
