import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels } from '$lib/model/formula';
import type { Graph, GraphOptions } from '$lib/model/graph';
import { findVariant } from '$lib/model/variants';
import type { Batch, ExecutorOptions, StepScalars, StepShape } from '$lib/engine/executor';
import { plainScalars as still } from '$lib/engine/plainScalars';

/** What every case of the reference files says about its network. */
export interface NetworkCase extends StepShape {
	readonly variant: string;
	readonly padding: GraphOptions['padding'];
	readonly bnEpsilon: number;
	readonly classes: number;
	readonly seed: number;
}

export function graphOf({ variant, padding, bnEpsilon, classes }: NetworkCase): Graph {
	const found = findVariant(variant);
	if (found === undefined) throw new RangeError(`No variant ${variant}.`);
	return buildGraph(found, { padding, bnEpsilon, classes });
}

/** The formula's batch number `index`, as trajectories take them in turn. */
export function formulaBatch({ seed, batch, imageSize, classes }: NetworkCase, index: number): Batch {
	const labels = formulaLabels(`labels-${index}`, seed, batch, classes);
	return {
		images: formulaImages(`input-${index}`, seed, batch, imageSize),
		targets: oneHot(labels, classes)
	};
}

export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
	const targets = new Float32Array(labels.length * classes);
	for (let i = 0; i < labels.length; i++) targets[i * classes + (labels[i] ?? 0)] = 1;
	return targets;
}

/** Options of an executor that only evaluates or takes gradients. */
export function plainOptions(graph: Graph): ExecutorOptions {
	return { graph, optimizer: { kind: 'sgd', momentum: 0.9 }, ema: false, seed: 0 };
}

/** Nothing dropped, decayed, smoothed or clipped. */
export const plainScalars: StepScalars = { ...still, learningRate: 0.05 };
