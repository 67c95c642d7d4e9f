import { createTar } from 'nanotar';
import { expect, it } from 'vitest';
import { cifarFiles } from '$lib/data/cifar/binary';
import { DataError } from '$lib/data/dataset';
import { datasetDigest } from '$lib/data/digest';
import { loadFiles } from '$lib/data/load';
import { proceduralDataset } from '$lib/data/procedural/source';
import { decodeImage } from '$lib/data/folders/decode';

/** What Node's DecompressionStream and `File` do, tests/unit/data covers; here it is the browser's own. */
const small = await proceduralDataset({ seed: 0, train: 5, test: 3 });
const tar = createTar([...cifarFiles(small)].map(({ name, bytes }) => ({ name: `b/${name}`, data: bytes })));
const zipped = new Blob([new Uint8Array(tar)]).stream().pipeThrough(new CompressionStream('gzip'));
const options = { decode: decodeImage, side: 32, seed: 0 };
const gzip = new Uint8Array(await new Response(zipped).arrayBuffer());

async function kindOf(bytes: Uint8Array): Promise<string> {
	const file = new File([new Uint8Array(bytes)], 'cifar.tar.gz');
	try {
		await loadFiles([file], options);
		return 'read';
	} catch (error) {
		if (error instanceof DataError) return error.kind;
		throw error;
	}
}

it('reads a .tar.gz through the browser', async () => {
	const { dataset } = await loadFiles([new File([gzip], 'cifar.tar.gz')], options);
	expect(dataset).toEqual({ ...small, kind: 'cifar10' });
});

it('refuses archives that are cut, damaged or followed by something else', async () => {
	for (const share of [0.0001, 0.3, 0.9, 0.999]) {
		expect(await kindOf(gzip.subarray(0, Math.ceil(share * gzip.length)))).toMatch(
			/^(truncated|unknown-format)$/
		);
	}
	const damaged = gzip.slice();
	damaged.fill(0x55, gzip.length / 2, gzip.length / 2 + 20);
	expect(await kindOf(damaged)).toBe('truncated');
	expect(await kindOf(Uint8Array.from([...gzip, 1, 2, 3]))).toBe('truncated');
});

it('makes the same silhouettes as Node', async () => {
	const dataset = await proceduralDataset({ seed: 0, train: 5000, test: 1000 });
	expect(await datasetDigest(dataset)).toBe(
		'f11e3da3292f9b4a42e30cb5bceeb0b95791137b8963fa3f084a61c07328eb7b'
	);
});
