/** Data sets by what a command line says: `procedural`, `procedural:SEED`, a folder or an archive. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { loadCifar } from '$lib/data/archive';
import type { Dataset } from '$lib/data/dataset';
import { proceduralDataset } from '$lib/data/procedural/source';
import { limit } from '$lib/data/set';
import type { FileSource } from '$lib/data/source';
import { InputError } from './failure';
import { reason } from './network';
import type { RunConfig } from '$lib/recipe/config';

export type DataConfig = RunConfig['data'];

/** Images of the procedural set where the command line does not say. */
const defaultImages = { train: 5000, test: 1000 };

interface Limits {
	readonly train?: number;
	readonly test?: number;
}

/** What `--data` or `--source` means. Throws InputError for a bad seed. */
export function dataConfigFrom(text: string, { train, test }: Limits): DataConfig {
	const [, colon, digits = ''] = /^procedural(:)?(.*)$/.exec(text) ?? [];
	if (text !== 'procedural' && colon === undefined) {
		return { kind: 'cifar10', folder: text, train: train ?? null, test: test ?? null };
	}
	const seed = colon === undefined ? 0 : /^\d{1,10}$/.test(digits) ? Number(digits) : NaN;
	if (!(seed <= 0xffffffff)) {
		throw new InputError(`The procedural data takes a seed from 0 to 4294967295, not "${digits}".`);
	}
	return { kind: 'procedural', seed, train: train ?? defaultImages.train, test: test ?? defaultImages.test };
}

/** Makes or reads the images. Throws InputError for a folder that cannot be read, DataError for bad files. */
export async function loadData(config: DataConfig): Promise<Dataset> {
	if (config.kind === 'procedural') return proceduralDataset(config);
	if (config.folder === undefined) {
		throw new InputError('The configuration asks for CIFAR-10 files: say where they are with --data FOLDER.');
	}
	const dataset = await loadCifar(await filesIn(config.folder));
	return { ...dataset, train: limit(dataset.train, config.train), test: limit(dataset.test, config.test) };
}

/** The files of a folder that can hold images or class names; or the one file that is named. */
async function filesIn(path: string): Promise<FileSource[]> {
	try {
		const { size, ...entry } = await stat(path).then((found) => ({
			size: found.size,
			folder: found.isDirectory()
		}));
		if (!entry.folder) return [fileSource(path, size)];
		const names = (await readdir(path)).filter((name) =>
			/\.bin$|^batches\.meta\.txt$|\.tar(\.gz)?$|\.tgz$/i.test(name)
		);
		const files = names.map(async (name) =>
			fileSource(join(path, name), (await stat(join(path, name))).size)
		);
		const found = await Promise.all(files);
		if (found.length > 0) return found;
	} catch (cause) {
		throw new InputError(`${path} cannot be read: ${reason(cause)}.`);
	}
	throw new InputError(
		`${path} holds no CIFAR-10 binary files (data_batch_1.bin and so on, test_batch.bin).`
	);
}

function fileSource(path: string, size: number): FileSource {
	return {
		name: basename(path),
		size,
		stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
	};
}
