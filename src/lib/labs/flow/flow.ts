/**
 * One image through a whole network, forward alone, with its first weights: what each part hands on, and how long it
 * takes. The parts are the rows of the count tables (model/counts.ts): stem, stages, head, classifier.
 */
import { emptySet } from '$lib/data/set';
import type { Engine } from '$lib/engine/engine';
import { EngineError, type DispatchTiming, type Executor } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { rowOf } from '$lib/model/counts';
import type { Graph, ValueId } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { Variant } from '$lib/model/variant';
import { evaluationImages } from '$lib/recipe/batches';
import { tellingMaps, type FlowMap } from './maps';
import { mapsOfPart, timedRuns } from './networks';

export interface FlowTask {
	readonly variant: Variant;
	/** Pixels. */
	readonly size: number;
	/** [size, size, 3], levels 0…255. */
	readonly image: Uint8Array;
	/** Of the weights. */
	readonly seed: number;
}

/** What a part hands on. */
export interface FlowPart {
	/** As the count tables name it. */
	readonly name: string;
	/** Pixels. */
	readonly side: number;
	readonly channels: number;
	/** Few of them; see `tellingMaps`. */
	readonly maps: readonly FlowMap[];
}

export type FlowEvent =
	| { readonly type: 'preparing'; readonly what: 'weights' | 'kernels' | 'times' }
	| ({ readonly type: 'part' } & FlowPart)
	/** Of every part, the classifier too, ms: medians over `timedRuns`. Null where the device has no clock to be asked. */
	| { readonly type: 'times'; readonly parts: readonly PartTime[] | null };

export interface PartTime {
	readonly name: string;
	readonly ms: number;
}

/** Throws EngineError where the network does not fit the device, and where that fails. */
export async function* flow(engine: Engine, task: FlowTask): AsyncGenerator<FlowEvent, void> {
	const { variant, size, image, seed } = task;
	const graph = buildGraph(variant);
	const set = emptySet(1, size);
	set.images.set(image);
	const images = evaluationImages(set, 0, 1, { size, batch: 1 });
	yield { type: 'preparing', what: 'weights' };
	const optimizer = { kind: 'sgd', momentum: 0 } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed });
	try {
		executor.writeParameters(initialParameters(graph, seed));
		yield { type: 'preparing', what: 'kernels' };
		for (const part of await partsOf(executor, graph, size, images)) yield { type: 'part', ...part };
		yield { type: 'preparing', what: 'times' };
		yield { type: 'times', parts: await timesOf(executor, graph, size, images) };
	} finally {
		executor.dispose();
	}
}

/** The last value of each part that has the shape of an image, in their order. */
export function lastMaps(graph: Graph): ReadonlyMap<string, ValueId> {
	return new Map(
		graph.ops
			.filter(({ kind, output }) => graph.values[output]?.spatial === true && kind !== 'softmaxCrossEntropy')
			.map((op) => [rowOf(op) ?? '', op.output])
	);
}

async function partsOf(
	executor: Executor,
	graph: Graph,
	imageSize: number,
	images: Float32Array
): Promise<FlowPart[]> {
	const last = lastMaps(graph);
	const step = await executor.compileActivations({ imageSize, batch: 1 }, 'parameters', [...last.values()]);
	const found = await step.run(images).finally(() => {
		step.dispose();
	});
	return [...last].flatMap(([name, wanted]) => {
		const activation = found.find(({ value }) => value === wanted);
		if (activation === undefined) return [];
		const { side, channels } = activation;
		return [{ name, side, channels, maps: tellingMaps(activation, mapsOfPart) }];
	});
}

/** The dispatches of each part added up; null where there is no clock. */
async function timesOf(
	executor: Executor,
	graph: Graph,
	imageSize: number,
	images: Float32Array
): Promise<PartTime[] | null> {
	const step = await executor.compileEvaluation({ imageSize, batch: 1 }, 'parameters');
	try {
		const dispatches = await step.profile?.(images, timedRuns);
		return dispatches === undefined ? null : addedUp(graph, dispatches);
	} catch (error) {
		if (error instanceof EngineError && error.kind === 'unavailable') return null;
		throw error;
	} finally {
		step.dispose();
	}
}

function addedUp(graph: Graph, dispatches: readonly DispatchTiming[]): PartTime[] {
	const partOf = new Map(graph.ops.map((op) => [op.name, rowOf(op)]));
	const ms = new Map<string, number>();
	for (const { layer, ns } of dispatches) {
		const part = partOf.get(layer) ?? null;
		if (part !== null) ms.set(part, (ms.get(part) ?? 0) + ns / 1e6);
	}
	return [...ms].map(([name, time]) => ({ name, ms: time }));
}
