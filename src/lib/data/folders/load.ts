/** A data set from images in a folder for each class. */
import { DataError, type Dataset, type Skipped, type SkipReason, type Split } from '../dataset';
import { byPath, type LoadProgress, type Member } from '../member';
import { pause } from '../pause';
import { arrange, type Place } from './arrange';
import { assemble, checkClassCount, checkImageCount, splitClass, type ClassImages } from './assemble';
import { DecodeError, fitImage, type Decode } from './image';

export interface FolderOptions extends LoadProgress {
	readonly decode: Decode;
	/** Side of the set's images, pixels. */
	readonly side: number;
	/** Of the split, where no folders say it; uint32. */
	readonly seed: number;
}

export interface Loaded {
	readonly dataset: Dataset;
	/** Files among images that were passed over. */
	readonly skipped: readonly Skipped[];
}

/** Bytes of one image's file. */
const fileLimit = 64 * 2 ** 20;
/** How long decoding may keep a thread from hearing its messages, ms. */
const sliceMs = 25;

/** A class's images while they come in; those with a split of their own apart. */
type Gathered = Record<Split | 'either', Uint8Array[]>;

/**
 * Reads the images, a folder for each class (see `arrange`); classes in alphabetical order of their names, by character.
 * What is no image, or lies in no class's folder, is skipped and listed; a class of which nothing is left goes, too.
 * Throws DataError where classes, images or a split are missing, or where there are too many.
 * @param title what the reader chose, for sentences
 */
export async function loadFolders(
	members: readonly Member[],
	title: string,
	options: FolderOptions
): Promise<Loaded> {
	const files = [...members].sort(byPath);
	const places = arrange(files.map(({ path }) => path));
	const skipped: Skipped[] = [];
	checkClassCount(namesOf(places), title);
	checkImageCount(places.filter((place) => place !== null).length, options.side, title);
	const gathered = await decodeAll(files, places, skipped, options);
	const names = [...gathered.keys()].sort();
	checkClassCount(names, title, skipped.length);
	const classes = names.map((name, label) => classOf(name, label, gathered.get(name), options.seed));
	return { dataset: assemble(classes, options.side), skipped };
}

function namesOf(places: readonly (Place | null)[]): string[] {
	return [...new Set(places.filter((place) => place !== null).map(({ className }) => className))];
}

/** Folders say the split for all classes or for none. */
function classOf(name: string, label: number, images: Gathered | undefined, seed: number): ClassImages {
	if (images === undefined || images.either.length > 0)
		return splitClass(name, images?.either ?? [], seed, label);
	return { name, train: images.train, test: images.test };
}

async function decodeAll(
	files: readonly Member[],
	places: readonly (Place | null)[],
	skipped: Skipped[],
	{ decode, side, onProgress, signal }: FolderOptions
): Promise<Map<string, Gathered>> {
	const classes = new Map<string, Gathered>();
	let sliceStart = performance.now();
	for (const [i, file] of files.entries()) {
		const place = places[i];
		const result: Uint8Array | SkipReason = place ? await readImage(file, decode, side, signal) : 'outside';
		if (typeof result === 'string') skipped.push({ name: file.path, reason: result });
		else if (place) {
			const images = classes.get(place.className) ?? { train: [], test: [], either: [] };
			images[place.split ?? 'either'].push(result);
			classes.set(place.className, images);
		}
		if (performance.now() - sliceStart < sliceMs && i + 1 < files.length) continue;
		onProgress?.(i + 1, files.length);
		await pause();
		signal?.throwIfAborted();
		sliceStart = performance.now();
	}
	return classes;
}

/** The image as the set takes it, or why there is none. */
async function readImage(
	file: Member,
	decode: Decode,
	side: number,
	signal: AbortSignal | undefined
): Promise<Uint8Array | SkipReason> {
	if (file.size === 0) return 'empty';
	if (file.size > fileLimit) return 'too-large';
	let bytes: Uint8Array;
	try {
		bytes = await file.read(undefined, signal);
	} catch (error) {
		if (error instanceof DataError) return 'unreadable';
		throw error;
	}
	try {
		return fitImage(await decode(bytes, file.path), side);
	} catch (error) {
		return error instanceof DecodeError ? error.reason : 'undecodable';
	}
}
