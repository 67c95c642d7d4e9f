import type { Task } from '$lib/engine/pace';
import { buildGraph } from '$lib/model/build';
import type { Graph } from '$lib/model/graph';
import { findVariant } from '$lib/model/variants';
import type { RunConfig } from '$lib/recipe/config';
import { ConfigError } from '$lib/recipe/parse';
import { costliestSize } from '$lib/recipe/schedule';

/** The network of a configuration. Throws ConfigError if there is no such variant. */
export function graphFor({ model, padding, bnEpsilon }: RunConfig, classes: number): Graph {
	const variant = findVariant(model);
	if (variant === undefined) throw new ConfigError('model', `There is no network called "${model}".`);
	return buildGraph(variant, { classes, padding, bnEpsilon });
}

/** The step by which engines are compared for a run: that of the stage that takes longest. Throws ConfigError, too. */
export function taskFor(config: RunConfig, graph = graphFor(config, 10)): Task {
	const { model, optimizer, batch } = config;
	return { model, graph, optimizer, batch, imageSize: costliestSize(config) };
}
