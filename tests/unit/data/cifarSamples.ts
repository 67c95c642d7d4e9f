/** A small data set in every packing, to read and to spoil. */
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { cifarFiles } from '$lib/data/cifar';
import { proceduralDataset } from '$lib/data/procedural/source';

export const small = await proceduralDataset({ seed: 0, train: 5, test: 3 });
export const smallFiles = [...cifarFiles(small)];
export const smallTar = tar(smallFiles);
export const smallGzip = new Uint8Array(gzipSync(smallTar));

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
