import { Command } from 'commander';
import { formulaTargets } from '$lib/model/formula';
import { digests, fullDigest, shortDigest } from './digest';
import { openExecutor, withEngine, type EngineOptions } from './engine';
import { imagesFor, networkFrom, withNetwork, type NetworkOptions } from './network';
import { jsonOption, numberOption, sourceOption, type Source } from './options';
import { print, table, type Terminal } from './terminal';

interface Options extends NetworkOptions, EngineOptions {
	readonly labels?: Source;
	readonly soft?: boolean;
	readonly labelSmoothing: number;
}

async function gradient(options: Options) {
	const network = await networkFrom(options);
	const { graph, size, batch, parameters, inputSeed } = network;
	const seed = options.labels?.kind === 'formula' ? options.labels.seed : inputSeed;
	const labels = options.soft ? 'soft-labels' : 'labels';
	const targets = formulaTargets(labels, seed, batch, graph.options.classes);
	const { executor, close } = await openExecutor(options, graph);
	try {
		executor.writeParameters(parameters);
		const step = await executor.compileGradient({ imageSize: size, batch });
		const result = await step.run({ images: imagesFor(network), targets }, options.labelSmoothing);
		step.dispose();
		return {
			loss: result.loss,
			parameters: digests(result.parameters, fullDigest),
			statistics: digests(result.statistics, (values) => shortDigest(values, 8))
		};
	} finally {
		close();
	}
}

export function gradientCommand(terminal: Terminal): Command {
	return withEngine(withNetwork(new Command('gradient')))
		.description(
			'one training-mode step without update: loss, gradients, running statistics; drop rates are 0'
		)
		.addOption(sourceOption('--labels <source>', "formula:SEED (default: the images' seed)", ['formula']))
		.option('--soft', 'soft labels instead of one class per image', false)
		.addOption(numberOption('--label-smoothing <e>', 'share', { min: 0, max: 0.95 }).default(0))
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await gradient(options);
			print(terminal, options.json, result, () => {
				const rows = Object.entries(result.parameters).map(([name, { norm, max }]) => [name, norm, max]);
				return `loss ${result.loss.toPrecision(8)}\n${table([['parameter', 'norm', 'largest'], ...rows])}`;
			});
		});
}
