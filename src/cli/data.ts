import { Command, Option } from 'commander';
import { join } from 'node:path';
import { cifarFiles } from '$lib/data/cifar/binary';
import type { Dataset } from '$lib/data/dataset';
import { datasetDigest } from '$lib/data/digest';
import { InputError } from './failure';
import { jsonOption, numberOption, seedOption } from './options';
import { prepareFolder, writeAside } from './runFolder';
import { dataKnobOptions, knobsFrom, type KnobOptions } from './dataOptions';
import { tellSkipped } from './skipped';
import { dataConfigFrom, loadData, type LoadedData } from './source';
import { print, type Terminal } from './terminal';

interface Options extends KnobOptions {
	readonly source: string;
	readonly train?: number;
	readonly test?: number;
	readonly seed: number;
	readonly out?: string;
	readonly json?: boolean;
}

async function load({ source, seed, train, test, ...options }: Options): Promise<LoadedData> {
	const limits = { ...(train === undefined ? {} : { train }), ...(test === undefined ? {} : { test }) };
	const knobs = { ...limits, ...knobsFrom(options) };
	return loadData(dataConfigFrom(source === 'procedural' ? `procedural:${seed}` : source, knobs, seed));
}

async function write(dataset: Dataset, folder: string): Promise<void> {
	if (dataset.train.side !== 32 || dataset.classes.length !== 10) {
		throw new InputError('CIFAR-10 files hold images of 32 px and of ten classes only.');
	}
	await prepareFolder(folder);
	for (const { name, bytes } of cifarFiles(dataset)) await writeAside(join(folder, name), bytes);
}

export function dataCommand(terminal: Terminal): Command {
	const images = { min: 1, max: 1_000_000, whole: true };
	const command = new Command('data');
	for (const option of dataKnobOptions()) command.addOption(option);
	return command
		.description('describe a data set, or write it as CIFAR-10 binaries')
		.addOption(
			new Option(
				'--source <source>',
				'procedural; CIFAR-10 or CIFAR-100, or images in class folders, as a folder or an archive'
			).default('procedural')
		)
		.addOption(numberOption('--train <n>', 'training images (default: 5000; of files all)', images))
		.addOption(numberOption('--test <n>', 'test images (default: 1000; of files all)', images))
		.addOption(seedOption('of the procedural data; of the split of class folders'))
		.addOption(
			new Option('--out <folder>', 'write data_batch_1.bin …, test_batch.bin, batches.meta.txt there')
		)
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const { dataset, skipped } = await load(options);
			tellSkipped(terminal, skipped);
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
