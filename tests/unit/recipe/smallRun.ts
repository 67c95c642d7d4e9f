import { readFileSync } from 'node:fs';
import { readRecords } from '$lib/data/cifar';
import type { Dataset, ImageSet } from '$lib/data/dataset';
import { emptySet, limit } from '$lib/data/set';
import type { Executor } from '$lib/engine/executor';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import { buildGraph } from '$lib/model/build';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import { findVariant } from '$lib/model/variants';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import type { TrainEvent } from '$lib/recipe/events';

function photos(file: string): ImageSet {
	const bytes = readFileSync(new URL(`../../fixtures/photos/${file}`, import.meta.url));
	const set = emptySet(bytes.length / 3073, 32);
	readRecords(bytes, file, set, 0);
	return set;
}

/** The first photographs of each split. */
export function somePhotos(train: number, test: number): Dataset {
	return {
		kind: 'cifar10',
		classes: Array.from({ length: 10 }, (_, i) => `photo ${i}`),
		train: limit(photos('data_batch_1.bin'), train),
		test: limit(photos('test_batch.bin'), test)
	};
}

/** Two stages of three steps each, on twelve images, with every draw there is. */
export const smallConfig: RunConfig = {
	...defaultConfig('cpu'),
	model: 'v2-pico',
	data: { kind: 'cifar10', train: 12, test: 6 },
	seed: 3,
	batch: 4,
	stages: [
		{ size: 8, epochs: 1, dropout: 0.1, randaugment: 5, mixup: 0.2, cutmix: 0, dropPath: 0.2 },
		{ size: 10, epochs: 1, dropout: 0.3, randaugment: 10, mixup: 0.2, cutmix: 0.4, dropPath: 0.2 }
	]
};

export function graphOf(config: RunConfig): Graph {
	const variant = findVariant(config.model);
	if (!variant) throw new Error(`no variant ${config.model}`);
	return buildGraph(variant, { classes: 10 });
}

/** A real executor, on plain JavaScript if no other engine is given, with the run's initial weights. */
export async function smallExecutor(config: RunConfig = smallConfig, engine?: Engine): Promise<Executor> {
	const graph = graphOf(config);
	const { createExecutor } = engine ?? (await openEngine('tfjs-cpu'));
	const { optimizer, seed, emaDecay } = config;
	const executor = await createExecutor({ graph, optimizer, ema: emaDecay !== null, seed });
	executor.writeParameters(initialParameters(graph, seed));
	return executor;
}

/** A clock that a test can read off: a millisecond per look. */
export function ticking(): () => number {
	let now = 0;
	return () => now++;
}

export async function collect(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
	const all: TrainEvent[] = [];
	for await (const event of events) all.push(event);
	return all;
}

/** The events of one type. */
export function only<Type extends TrainEvent['type']>(
	events: readonly TrainEvent[],
	type: Type
): Extract<TrainEvent, { type: Type }>[] {
	return events.filter((event): event is Extract<TrainEvent, { type: Type }> => event.type === type);
}
