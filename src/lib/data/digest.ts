import type { Dataset, ImageSet } from './dataset';

/**
 * SHA-256 of a data set, hexadecimal: of the SHA-256 of its parts in the order class names (one per line), training
 * labels, training pixels, test labels, test pixels. Parts are hashed one by one because no copy of it all is made.
 */
export async function datasetDigest(dataset: Dataset): Promise<string> {
	const parts: Uint8Array[] = [new TextEncoder().encode(dataset.classes.join('\n'))];
	for (const set of [dataset.train, dataset.test] satisfies ImageSet[]) parts.push(set.labels, set.images);
	const digests = new Uint8Array(parts.length * 32);
	for (const [i, part] of parts.entries()) digests.set(await sha256(part), i * 32);
	return Array.from(await sha256(digests), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
	// An ImageSet may sit in memory that is shared between threads, which subtle refuses: it hashes a copy then.
	const own =
		bytes.buffer instanceof ArrayBuffer
			? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
			: bytes.slice();
	return new Uint8Array(await crypto.subtle.digest('SHA-256', own));
}
