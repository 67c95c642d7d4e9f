import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { cifar10Classes } from '$lib/data/cifar/names';
import { DataError, type Dataset } from '$lib/data/dataset';
import type { FileSource } from '$lib/data/source';
import { file, loadAll, loose, recordBytes, small, smallGzip, smallTar, tar } from './samples';

const photos = 'tests/fixtures/photos';
/** A source that gives its bytes in pieces of the given length. */
function inPieces(name: string, bytes: Uint8Array, length: number): FileSource {
	let at = 0;
	return {
		name,
		size: bytes.length,
		stream: () =>
			new ReadableStream({
				pull(controller) {
					if (at >= bytes.length) controller.close();
					else controller.enqueue(bytes.slice(at, (at += length)));
				}
			})
	};
}

async function refusal(sources: readonly FileSource[]): Promise<DataError> {
	const error: unknown = await loadAll(sources).then(
		() => new Error('not refused'),
		(cause: unknown) => cause
	);
	if (error instanceof DataError) return error;
	throw error;
}

function expectSmall(dataset: Dataset): void {
	expect(dataset).toEqual({ ...small, kind: 'cifar10' });
}

describe('CIFAR-10 files', () => {
	it('are read from a .tar.gz, a .tar, or loose in any order', async () => {
		expectSmall(await loadAll([file('cifar-10-binary.tar.gz', smallGzip)]));
		expectSmall(await loadAll([file('cifar.tar', smallTar)]));
		expectSmall(await loadAll(loose().reverse()));
	});

	it('are read from a stream in pieces of any length', async () => {
		for (const length of [1, 511, 4096]) expectSmall(await loadAll([inPieces('a.tgz', smallGzip, length)]));
		expectSmall(await loadAll([inPieces('a.tar', smallTar, 700)]));
	});

	it('have the official class names where none are given, and images in the order of file names', async () => {
		const one = (label: number) => Uint8Array.from({ length: recordBytes }, (_, i) => (i === 0 ? label : 7));
		const files = [
			file('data_batch_10.bin', one(3)),
			file('test_batch.bin', one(9)),
			file('data_batch_2.bin', one(2)),
			file('README.md', Uint8Array.from([35]))
		];
		const dataset = await loadAll(files);
		expect(dataset.classes).toBe(cifar10Classes);
		expect([...dataset.train.labels]).toEqual([2, 3]);
		expect([...dataset.test.labels]).toEqual([9]);
	});

	it('are the photographs, 1,000 and 300 of ten classes', async () => {
		const names = ['batches.meta.txt', 'data_batch_1.bin', 'test_batch.bin'];
		const dataset = await loadAll(
			await Promise.all(names.map(async (name) => file(name, await readFile(`${photos}/${name}`))))
		);
		expect([dataset.train.count, dataset.test.count]).toEqual([1000, 300]);
		expect(dataset.classes).toHaveLength(10);
		for (const { labels, count } of [dataset.train, dataset.test]) {
			for (let label = 0; label < 10; label++) {
				expect(labels.filter((other) => other === label)).toHaveLength(count / 10);
			}
		}
		const raw = await readFile(`${photos}/test_batch.bin`);
		const last = 299 * recordBytes;
		expect([...dataset.test.images.subarray(-3)]).toEqual(
			[1024, 2048, 3072].map((offset) => raw[last + offset])
		);
	});

	it('tell their progress in bytes of the files, to the last', async () => {
		const told: [number, number][] = [];
		const sources = [inPieces('cifar.tar.gz', smallGzip, 1000)];
		await loadAll(sources, { onProgress: (done, total) => told.push([done, total]) });
		expect(told.length).toBe(Math.ceil(smallGzip.length / 1000));
		expect(told.at(-1)).toEqual([smallGzip.length, smallGzip.length]);
	});

	it('can be left in the middle', async () => {
		const stop = new AbortController();
		const loading = loadAll([inPieces('cifar.tar.gz', smallGzip, 100)], {
			signal: stop.signal,
			onProgress: (done) => {
				if (done > 500) stop.abort(new Error('enough'));
			}
		});
		await expect(loading).rejects.toThrow('enough');
	});
});

describe('files that cannot be CIFAR-10', () => {
	const [meta, train, test] = loose() as [File, File, File];
	const bytes = (length: number, value = 0) => new Uint8Array(length).fill(value);

	it.each<[string, FileSource[], string, string, string]>([
		[
			'random bytes',
			[file('photo.jpg', bytes(5000, 77))],
			'unknown-format',
			'photo.jpg',
			'photo.jpg is neither a CIFAR archive'
		],
		[
			'a text alone',
			[file('notes.txt', bytes(9, 65))],
			'unknown-format',
			'notes.txt',
			'notes.txt is neither'
		],
		[
			'a random file beside good ones',
			[train, test, file('x.png', bytes(9, 1))],
			'unknown-format',
			'x.png',
			'x.png is neither'
		],
		[
			'an empty file',
			[train, file('test_batch.bin', bytes(0))],
			'wrong-length',
			'test_batch.bin',
			'test_batch.bin is empty.'
		],
		[
			'a wrong length',
			[train, file('test_batch.bin', bytes(3072))],
			'wrong-length',
			'test_batch.bin',
			'not a whole number'
		],
		[
			'a label over nine',
			[file('data_batch_1.bin', bytes(3073, 12)), test],
			'bad-label',
			'data_batch_1.bin',
			'has the label 12 in record 1'
		],
		['training images only', [meta, train], 'no-test-images', 'data_batch_1.bin', 'add test_batch.bin'],
		['test images only', [test], 'no-training-images', 'test_batch.bin', 'add data_batch_1.bin'],
		['nothing', [], 'no-training-images', '', 'no files were given'],
		[
			'a cut .tar.gz',
			[file('a.tar.gz', smallGzip.subarray(0, -30))],
			'truncated',
			'a.tar.gz',
			'cut short or damaged'
		],
		['a cut .tar', [file('a.tar', smallTar.subarray(0, 9000))], 'truncated', 'a.tar', 'is cut short'],
		[
			'a gzip of something else',
			[file('a.gz', new Uint8Array(gzipSync('hello')))],
			'unknown-format',
			'a.gz',
			'a.gz is neither'
		],
		[
			'an archive of something else',
			[file('a.tar', createTar([{ name: 'x.txt', data: 'hello' }]))],
			'unknown-format',
			'a.tar',
			'a.tar is neither a CIFAR archive'
		],
		[
			'an archive with a bad file',
			[
				file(
					'a.tar',
					tar([
						{ name: 'data_batch_1.bin', bytes: bytes(100) },
						{ name: 'test_batch.bin', bytes: bytes(3073) }
					])
				)
			],
			'wrong-length',
			'data_batch_1.bin in a.tar',
			'data_batch_1.bin in a.tar has 100 bytes'
		],
		[
			'a file that cannot be read',
			[
				{
					name: 'gone.bin',
					size: 10,
					stream: () =>
						new ReadableStream<Uint8Array>({
							pull() {
								throw new Error('no such file');
							}
						})
				}
			],
			'unreadable',
			'gone.bin',
			'gone.bin cannot be read: no such file'
		]
	])('%s', async (_, sources, kind, name, message) => {
		const error = await refusal(sources);
		expect([error.kind, error.file]).toEqual([kind, name]);
		expect(error.message).toContain(message);
		expect(error.message).toMatch(/\S/);
	});

	it('a small file that unpacks to gigabytes is stopped at the limit', async () => {
		const zeros = gzipSync(new Uint8Array(64 * 2 ** 20));
		const bomb = new Uint8Array(Buffer.concat(Array.from({ length: 9 }, () => zeros)));
		const error = await refusal([file('bomb.tar.gz', bomb)]);
		expect(error.message).toBe('bomb.tar.gz is too large: it holds more than 512 MB.');
	});

	it('a negative size in a header does not hang', async () => {
		const bad = smallTar.slice();
		bad.set(new TextEncoder().encode('-0000001000'), 512 + 124);
		expect((await refusal([file('a.tar', bad)])).kind).toBe('unknown-format');
	});
});
