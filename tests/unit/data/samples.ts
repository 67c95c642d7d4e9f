/** A small data set in every packing, to read and to spoil. */
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { cifarFiles } from '$lib/data/cifar/binary';
import type { Dataset } from '$lib/data/dataset';
import { DecodeError, type RgbaImage } from '$lib/data/folders/image';
import type { FolderOptions, Loaded } from '$lib/data/folders/load';
import { loadFiles } from '$lib/data/load';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { FileSource } from '$lib/data/source';

export const small = await proceduralDataset({ seed: 0, train: 5, test: 3 });
export const smallFiles = [...cifarFiles(small)];
export const smallTar = tar(smallFiles);
export const smallGzip = new Uint8Array(gzipSync(smallTar));

/** One label byte and three planes. */
export const recordBytes = 3073;

/** A made-up image format: width, height, then one value for all bytes. Anything else is no image. */
export async function decodePlain(bytes: Uint8Array): Promise<RgbaImage> {
	const [width = 0, height = 0, value = 0] = bytes;
	if (bytes.length !== 3) throw new Error('no such image');
	if (value === 255) throw new DecodeError('too-large');
	return {
		width,
		height,
		data: new Uint8Array(4 * width * height).fill(value).map((v, i) => (i % 4 === 3 ? 255 : v))
	};
}

export function load(sources: readonly FileSource[], options: Partial<FolderOptions> = {}): Promise<Loaded> {
	return loadFiles(sources, { decode: decodePlain, side: 8, seed: 0, ...options });
}

export async function loadAll(
	sources: readonly FileSource[],
	options: Partial<FolderOptions> = {}
): Promise<Dataset> {
	return (await load(sources, options)).dataset;
}

/** A file in a folder. */
export function placed(path: string, bytes: Uint8Array | readonly number[]): FileSource {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const content = new File([Uint8Array.from(bytes)], name);
	return { name, path, size: content.size, stream: () => content.stream() };
}

/** A `File`, as the page has it. */
export function file(name: string, bytes: Uint8Array): File {
	return new File([new Uint8Array(bytes)], name);
}

export function loose(): File[] {
	return smallFiles.map(({ name, bytes }) => file(name, bytes));
}

/** Laid out as the official archive: a folder, and files beside the images. */
export function tar(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
	return createTar([
		{ name: 'cifar-10-batches-bin/' },
		{ name: 'cifar-10-batches-bin/readme.html', data: '<p>hello</p>' },
		...files.map(({ name, bytes }) => ({ name: `cifar-10-batches-bin/${name}`, data: bytes }))
	]);
}
