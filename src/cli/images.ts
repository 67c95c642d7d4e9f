/** The images that a network is run on: by the formula of the reference data, or from files. */
import { Option } from 'commander';
import type { ImageSet } from '$lib/data/dataset';
import { DecodeError, fitImage } from '$lib/data/folders/image';
import { emptySet } from '$lib/data/set';
import { decodeImage } from './decode';
import { InputError } from './failure';
import { readInput } from './files';
import { parseSource } from './options';

export type ImageInput =
	| { readonly kind: 'formula'; readonly seed: number }
	| { readonly kind: 'files'; readonly paths: readonly string[] };

export const inputOption = () =>
	new Option(
		'--input <source...>',
		'images: formula:SEED, or PNG and JPEG files, which are the batch (default: formula:<seed>)'
	).argParser((text: string, before?: ImageInput): ImageInput => {
		const source = parseSource('--input', text, ['formula', 'file']);
		if (source.kind === 'formula' && before === undefined) return source;
		if (source.kind === 'file' && before?.kind !== 'formula') {
			return { kind: 'files', paths: [...(before?.paths ?? []), source.path] };
		}
		throw new InputError('--input takes one formula:SEED or some files, not both.');
	});

/**
 * The middle square of each image, resized with antialias to `size` pixels, labels 0. Throws InputError for a file that is
 * none or cannot be read.
 */
export async function readImages(paths: readonly string[], size: number): Promise<ImageSet> {
	const set = emptySet(paths.length, size);
	for (const [index, path] of paths.entries()) {
		const bytes = await readInput(path);
		set.images.set(await fitted(path, bytes, size), index * size * size * 3);
	}
	return set;
}

async function fitted(path: string, bytes: Uint8Array, size: number): Promise<Uint8Array> {
	try {
		return fitImage(await decodeImage(bytes), size);
	} catch (error) {
		if (error instanceof DecodeError && error.reason === 'too-large') {
			throw new InputError(`${path} has more pixels than can be read.`);
		}
		// Decoders throw what they like where a file is damaged.
		throw new InputError(`${path} cannot be read: it is no PNG or JPEG image.`);
	}
}
