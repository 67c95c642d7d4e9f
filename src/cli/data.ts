import { Command, Option } from 'commander';
import { join } from 'node:path';
import { cifarFiles } from '$lib/data/cifar';
import type { Dataset } from '$lib/data/dataset';
import { datasetDigest } from '$lib/data/digest';
import { InputError } from './failure';
import { jsonOption, numberOption, seedOption } from './options';
import { prepareFolder, writeAside } from './runFolder';
import { dataConfigFrom, loadData } from './source';
import { print, type Terminal } from './terminal';

interface Options {
	readonly source: string;
	readonly train?: number;
	readonly test?: number;
	readonly seed: number;
	readonly out?: string;
	readonly json?: boolean;
}

async function load({ source, seed, train, test }: Options): Promise<Dataset> {
	const limits = { ...(train === undefined ? {} : { train }), ...(test === undefined ? {} : { test }) };
	return loadData(dataConfigFrom(source === 'procedural' ? `procedural:${seed}` : source, limits));
}

async function write(dataset: Dataset, folder: string): Promise<void> {
	if (dataset.train.side !== 32) throw new InputError('CIFAR-10 files hold images of 32 px only.');
	await prepareFolder(folder);
	for (const { name, bytes } of cifarFiles(dataset)) await writeAside(join(folder, name), bytes);
}

export function dataCommand(terminal: Terminal): Command {
	const images = { min: 1, max: 1_000_000, whole: true };
	return new Command('data')
		.description('describe a data set, or write it as CIFAR-10 binaries')
		.addOption(new Option('--source <source>', 'procedural, a folder or an archive').default('procedural'))
		.addOption(numberOption('--train <n>', 'training images (default: 5000; of files all)', images))
		.addOption(numberOption('--test <n>', 'test images (default: 1000; of files all)', images))
		.addOption(seedOption('seed of the procedural data'))
		.addOption(
			new Option('--out <folder>', 'write data_batch_1.bin …, test_batch.bin, batches.meta.txt there')
		)
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const dataset = await load(options);
			if (options.out !== undefined) await write(dataset, options.out);
			const { classes, train, test } = dataset;
			const result = { classes, train: train.count, test: test.count, sha256: await datasetDigest(dataset) };
			print(terminal, options.json, result, () => {
				const written = options.out === undefined ? '' : `\nWritten to ${options.out}`;
				const counts = `${result.train} training and ${result.test} test images`;
				return `${counts} of ${classes.length} classes: ${classes.join(', ')}\nsha256 ${result.sha256}${written}`;
			});
		});
}
