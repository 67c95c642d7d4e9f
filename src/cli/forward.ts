import { Command } from 'commander';
import { openExecutor, withEngine, type EngineOptions } from './engine';
import { imagesFor, networkFrom, withNetwork, type NetworkOptions } from './network';
import { jsonOption } from './options';
import { print, table, type Terminal } from './terminal';

type Options = NetworkOptions & EngineOptions;

async function forward(options: Options) {
	const network = await networkFrom(options);
	const { graph, size, batch, parameters } = network;
	const { executor, close } = await openExecutor(options, graph);
	try {
		executor.writeParameters(parameters);
		const step = await executor.compileEvaluation({ imageSize: size, batch }, 'parameters');
		// Not before the step is known to fit: a batch of images can be larger than all that it needs.
		const logits = await step.run(imagesFor(network));
		step.dispose();
		const { classes } = graph.options;
		const rows = Array.from({ length: batch }, (_, n) => [
			...logits.subarray(n * classes, (n + 1) * classes)
		]);
		const { engine, adapter } = executor.device;
		return { model: graph.name, engine, adapter, size, batch, logits: rows };
	} finally {
		close();
	}
}

export function forwardCommand(terminal: Terminal): Command {
	return withEngine(withNetwork(new Command('forward')))
		.description('evaluation-mode logits')
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await forward(options);
			print(terminal, options.json, result, () => {
				const { model, engine, adapter, size, logits } = result;
				const best = logits.map((row, n) => {
					const most = Math.max(...row);
					return [n, row.indexOf(most), most];
				});
				const title = `${model} at ${size} px on ${engine} (${adapter})`;
				return `${title}\n${table([['image', 'class', 'largest logit'], ...best])}`;
			});
		});
}
