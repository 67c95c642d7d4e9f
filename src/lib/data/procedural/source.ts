/** The ten silhouettes: a data set made from a seed, nothing to download. */
import { CounterStream } from '$lib/random/stream';
import type { Dataset, ImageSet, Split } from '../dataset';
import { pause } from '../pause';
import { emptySet } from '../set';
import { Draws } from './draws';
import { addNoise, noisyLabel } from './noise';
import { render } from './render';
import { drawScene, side } from './scene';
import { silhouettes } from './silhouettes';

export const proceduralClasses: readonly string[] = silhouettes.map((silhouette) => silhouette.name);

export interface ProceduralOptions {
	/** uint32; both splits are drawn from it, by streams of different names. */
	readonly seed: number;
	/** Images. */
	readonly train: number;
	readonly test: number;
	/** Share of each pixel that is noise, 0 (if left out) to 1. */
	readonly noise?: number;
	/** Share of training images whose label is another class's, 0 (if left out) to 1. */
	readonly labelNoise?: number;
}

export interface MakeOptions {
	/** Images made so far of all images. */
	readonly onProgress?: (done: number, total: number) => void;
	/** Stops between two slices of work; the promise then rejects with the signal's reason. */
	readonly signal?: AbortSignal;
}

/** How long making images may keep a thread from hearing its messages, ms. */
const sliceMs = 25;

/**
 * Writes image `index` of a split (side·side·3 bytes, interleaved) to `out` from `offset` on and returns its label,
 * index modulo ten. It depends on seed, split and index alone: on no other image, no order, no thread.
 */
export function proceduralImage(
	seed: number,
	split: Split,
	index: number,
	out: Uint8Array,
	offset = 0
): number {
	const label = index % silhouettes.length;
	const form = silhouettes[label];
	if (!form) throw new RangeError(`image index ${index} is not a natural number`);
	const stream = new CounterStream(seed, `silhouettes.${split}`, index);
	render(drawScene(new Draws(stream)), form, stream, out, offset);
	return label;
}

/** Makes both splits, pausing often enough for a worker to hear its messages. */
export async function proceduralDataset(
	options: ProceduralOptions,
	{ onProgress, signal }: MakeOptions = {}
): Promise<Dataset> {
	const { seed, noise = 0, labelNoise = 0 } = options;
	const total = options.train + options.test;
	const makeSplit = async (split: Split, count: number, before: number): Promise<ImageSet> => {
		const set = emptySet(count, side);
		let sliceStart = performance.now();
		for (let index = 0; index < count; index++) {
			const offset = index * side * side * 3;
			const label = proceduralImage(seed, split, index, set.images, offset);
			addNoise(set.images.subarray(offset, offset + side * side * 3), { seed, split, index, noise });
			set.labels[index] = split === 'train' ? noisyLabel(label, { seed, index, labelNoise }) : label;
			if (performance.now() - sliceStart < sliceMs) continue;
			onProgress?.(before + index + 1, total);
			await pause();
			signal?.throwIfAborted();
			sliceStart = performance.now();
		}
		onProgress?.(before + count, total);
		return set;
	};
	const train = await makeSplit('train', options.train, 0);
	const test = await makeSplit('test', options.test, options.train);
	return { kind: 'procedural', classes: proceduralClasses, train, test };
}
