/** Follows the commands that look on (see lookProtocol.ts) and tells what is seen. */
import type { Dataset, ImageSet } from '$lib/data/dataset';
import type { Executor } from '$lib/engine/executor';
import type { Graph } from '$lib/model/graph';
import type { RunConfig } from '$lib/recipe/config';
import { answerAll, inspectImage } from './inspect';
import type { Outbox } from './outbox';
import { previewStages } from './preview';
import type { Command } from './protocol';
import { pick, toRgba } from './samples';
import { weigh } from './weigh';

export type LookCommand = Extract<
	Command,
	{ type: 'preview' | 'weigh' | 'inspect' | 'answer-all' | 'show-tests' }
>;

/** A run's network as it is now. */
export interface SeenNetwork {
	readonly executor: Executor;
	readonly graph: Graph;
	readonly dataset: Dataset;
	/** Steps that it has made. */
	readonly step: number;
	/** Side at which it is asked, pixels. */
	readonly size: number;
	/** Images at a time. */
	readonly batch: number;
}

/** What there is to look at. */
export interface View {
	readonly dataset: Dataset | null;
	/** Null before the first step of a run. */
	readonly network: SeenNetwork | null;
	/** An executor of its own for a look, or null where no engine is open; whoever takes it disposes of it. */
	readonly open: (config: RunConfig, classes?: number) => Promise<Executor | null>;
	/** Whether an engine is open. */
	readonly isOpen: boolean;
}

export async function look(command: LookCommand, view: View, outbox: Outbox): Promise<void> {
	const { dataset, network } = view;
	switch (command.type) {
		case 'preview':
			if (dataset !== null) await preview(command, dataset.train, view, outbox);
			return;
		case 'weigh': {
			if (!view.isOpen) return;
			const { key, config, classes, sizes } = command;
			const steps = await weigh(() => view.open(config, classes), config, sizes);
			outbox.say({ type: 'weighed', key, steps: steps.map((step) => ({ ...step })) });
			return;
		}
		case 'show-tests':
			if (dataset !== null) showTests(command.images, dataset, outbox);
			return;
		case 'inspect':
			if (network !== null) await inspect(command, dataset ?? network.dataset, network, outbox);
			return;
		case 'answer-all':
			if (network !== null) await answers(command, network, outbox);
	}
}

async function preview(
	{ config, stages, images, draw }: Extract<LookCommand, { type: 'preview' }>,
	train: ImageSet,
	{ network, open }: View,
	outbox: Outbox
): Promise<void> {
	const chosen = images.map((image) => image % train.count);
	const wanted = { config, stages, images: Uint32Array.from(chosen), draw };
	const own = network === null ? await open(config) : null;
	const shown = await previewStages(train, wanted, network?.executor ?? own).finally(() => {
		own?.dispose();
	});
	outbox.say({
		type: 'preview',
		draw,
		images: chosen,
		stages: shown.map((stage) => ({ ...stage, operations: stage.operations.map((names) => [...names]) }))
	});
}

function showTests(images: readonly number[], { test }: Dataset, outbox: Outbox): void {
	const chosen = images.map((image) => image % test.count);
	outbox.say({
		type: 'test-images',
		images: chosen,
		side: test.side,
		pixels: toRgba(pick(test, chosen))
	});
}

/** Of all test images that are loaded, as `show-tests`: a run may be judged on the first of them only. */
async function inspect(
	command: Extract<LookCommand, { type: 'inspect' }>,
	{ test }: Dataset,
	network: SeenNetwork,
	outbox: Outbox
): Promise<void> {
	const { executor, graph, step } = network;
	const image = command.image % test.count;
	const seen = await inspectImage(executor, graph, test, image, command.size ?? network.size);
	const { layers, norms, ...rest } = seen;
	outbox.say({
		type: 'inspection',
		...{ image, step, label: test.labels[image] ?? 0 },
		...rest,
		layers: layers.map((layer) => ({ ...layer })),
		norms: norms.map((norm) => ({ ...norm }))
	});
}

async function answers(
	command: Extract<LookCommand, { type: 'answer-all' }>,
	network: SeenNetwork,
	outbox: Outbox
): Promise<void> {
	const { executor, dataset, step, batch } = network;
	const { size = network.size, weights = 'parameters' } = command;
	const found = await answerAll(executor, dataset.test, { size, batch, weights });
	outbox.say({
		type: 'answers',
		...{ step, size, weights, labels: dataset.test.labels.slice() },
		...{ answers: found.answers, confidences: found.confidences }
	});
}
