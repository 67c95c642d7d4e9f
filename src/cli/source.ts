/** Data sets by what a command line says: `procedural`, `procedural:SEED`, a folder or an archive. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { belongs, cifarFormatOf } from '$lib/data/cifar/load';
import type { Dataset, Skipped } from '$lib/data/dataset';
import { defaultSide } from '$lib/data/folders/image';
import { loadFiles } from '$lib/data/load';
import { byPath } from '$lib/data/member';
import { proceduralDataset } from '$lib/data/procedural/source';
import { limit } from '$lib/data/set';
import type { FileSource } from '$lib/data/source';
import { decodeImage } from './decode';
import { InputError } from './failure';
import { reason } from './files';
import type { RunConfig } from '$lib/recipe/config';

export type DataConfig = RunConfig['data'];

/** Images of the procedural set where the command line does not say. */
const defaultImages = { train: 5000, test: 1000 };

type FilesConfig = Exclude<DataConfig, { kind: 'procedural' }>;

/** What the command line says beside the source; what it leaves out is not there. */
export interface DataKnobs {
	readonly train?: number;
	readonly test?: number;
	/** Of images in class folders. */
	readonly side?: number;
	/** Of procedural images. */
	readonly noise?: number;
	readonly labelNoise?: number;
}

/** The data set, and what it turned out to be. */
export interface LoadedData {
	readonly dataset: Dataset;
	readonly config: DataConfig;
	readonly skipped: readonly Skipped[];
}

/**
 * What `--data` or `--source` means. What kind of files they are is known when they are read: until then they count as
 * class folders. Throws InputError for a bad seed or a knob of another source.
 * @param splitSeed of class folders
 */
export function dataConfigFrom(text: string, knobs: DataKnobs, splitSeed = 0): DataConfig {
	if (text === '') throw new InputError('The images need a source: procedural, a folder or an archive.');
	if (/^procedural(:|$)/.test(text)) return proceduralFrom(text.slice('procedural'.length), knobs);
	const { train = null, test = null, side = defaultSide, noise, labelNoise } = knobs;
	if (noise !== undefined || labelNoise !== undefined) {
		throw new InputError('--noise and --label-noise are for procedural data only.');
	}
	return { kind: 'folders', folder: text, train, test, side, seed: splitSeed };
}

/** @param suffix empty, or a colon and the seed */
function proceduralFrom(suffix: string, { side, ...knobs }: DataKnobs): DataConfig {
	if (side !== undefined) throw new InputError('--side is for images in class folders only.');
	const digits = suffix.slice(1);
	const seed = suffix === '' ? 0 : /^\d{1,10}$/.test(digits) ? Number(digits) : NaN;
	if (!(seed <= 0xffffffff)) {
		throw new InputError(`The procedural data takes a seed from 0 to 4294967295, not "${digits}".`);
	}
	return { kind: 'procedural', seed, ...defaultImages, ...knobs };
}

/** Makes or reads the images. Throws InputError for a folder that cannot be read, DataError for bad files. */
export async function loadData(config: DataConfig): Promise<LoadedData> {
	if (config.kind === 'procedural') return { dataset: await proceduralDataset(config), config, skipped: [] };
	const { folder, train, test } = config;
	if (folder === undefined) {
		throw new InputError('The configuration asks for files: say where they are with --data FOLDER.');
	}
	const { side, seed } = config.kind === 'folders' ? config : { side: defaultSide, seed: 0 };
	const { dataset, skipped } = await loadFiles(await filesIn(folder), { decode: decodeImage, side, seed });
	const limited = { ...dataset, train: limit(dataset.train, train), test: limit(dataset.test, test) };
	return {
		dataset: limited,
		config: describedAs(dataset.kind, { folder, train, test, side, seed }),
		skipped
	};
}

type FolderConfig = Omit<Extract<FilesConfig, { kind: 'folders' }>, 'kind'>;

function describedAs(kind: Dataset['kind'], { side, seed, ...files }: FolderConfig): DataConfig {
	return kind === 'cifar10' || kind === 'cifar100'
		? { kind, ...files }
		: { kind: 'folders', ...files, side, seed };
}

/** The files of a folder that can hold images or class names; or the one file that is named. */
async function filesIn(path: string): Promise<FileSource[]> {
	let found: FileSource[];
	try {
		const { size, ...entry } = await stat(path).then((found) => ({
			size: found.size,
			folder: found.isDirectory()
		}));
		if (!entry.folder) return [fileSource(path, basename(path), size)];
		const sizes = await sizesIn(path);
		found = chosenFrom([...sizes.keys()]).map((inner) =>
			fileSource(join(path, inner), inner, sizes.get(inner) ?? 0)
		);
	} catch (cause) {
		throw new InputError(`${path} cannot be read: ${reason(cause)}.`);
	}
	if (found.length > 0) return found;
	throw new InputError(`${path} holds no images: neither CIFAR files, nor an archive, nor class folders.`);
}

/** Bytes of the files in a folder and the folders in it, by their paths from there. */
async function sizesIn(path: string): Promise<Map<string, number>> {
	const sizes = new Map<string, number>();
	const look = async (inner: string) => {
		// A link to nothing is no file.
		const entry = await stat(join(path, inner)).catch(() => null);
		if (entry?.isFile()) sizes.set(inner.replaceAll(sep, '/'), entry.size);
	};
	await Promise.all((await readdir(path, { recursive: true })).map(look));
	return sizes;
}

/** CIFAR's files or archives that lie in the folder itself, else all that is in it. */
function chosenFrom(paths: readonly string[]): string[] {
	const files = paths.map((path) => ({ path })).sort(byPath);
	const flat = files.filter(({ path }) => !path.includes('/'));
	const format = cifarFormatOf(flat);
	const own = flat.filter((file) =>
		format ? belongs(format, file) : /\.(zip|tar|tar\.gz|tgz)$/i.test(file.path)
	);
	return (own.length > 0 ? own : files).map(({ path }) => path);
}

function fileSource(place: string, path: string, size: number): FileSource {
	return {
		name: basename(place),
		path,
		size,
		stream: () => Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>
	};
}
