import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { cifar100Classes, cifar10Classes } from '$lib/data/cifar/names';
import { DataError, type Dataset } from '$lib/data/dataset';
import type { FileSource } from '$lib/data/source';
import { file, load, loadAll, placed, smallFiles, small } from './samples';

const fixture = async (name: string) => new Uint8Array(await readFile(`tests/fixtures/pickles/${name}`));

const pixel = (i: number, j: number) => (7 * i + 13 * j + Math.floor((j * j) / 32)) % 256;

/** Whether the images are number `first` and on of tests/make/cifarPickles.py. */
function expectImages({ images, count }: Dataset['train'], first: number): void {
	const expected = Array.from({ length: count * 3072 }, (_, k) => {
		const place = Math.floor((k % 3072) / 3);
		return pixel(first + Math.floor(k / 3072), place + 1024 * (k % 3));
	});
	expect([...images]).toEqual(expected);
}

function archive(folder: string, files: Record<string, Uint8Array>): File {
	const tar = createTar(Object.entries(files).map(([name, data]) => ({ name: `${folder}/${name}`, data })));
	return file(`${folder}.tar.gz`, new Uint8Array(gzipSync(tar)));
}

async function refusal(sources: readonly FileSource[]): Promise<DataError> {
	const error: unknown = await load(sources).catch((cause: unknown) => cause);
	if (error instanceof DataError) return error;
	throw new Error('not refused', { cause: error });
}

/** A CIFAR-100 record: coarse label, fine label, one value for all pixels. */
const record = (coarse: number, fine: number, value: number) => [
	coarse,
	fine,
	...new Array<number>(3072).fill(value)
];

describe('CIFAR-100, binary', () => {
	const train = Uint8Array.from([...record(19, 99, 7), ...record(0, 4, 8)]);
	const test = Uint8Array.from(record(3, 50, 9));
	const names = new TextEncoder().encode(Array.from({ length: 100 }, (_, i) => `fine ${i}\n`).join(''));
	const files = { 'train.bin': train, 'test.bin': test, 'fine_label_names.txt': names };

	it('takes the fine labels and their names, from an archive or loose', async () => {
		const coarse = new TextEncoder().encode('one\ntwo\n');
		const packed = archive('cifar-100-binary', { ...files, 'coarse_label_names.txt': coarse });
		const loose = Object.entries(files).map(([name, bytes]) => file(name, bytes));
		for (const sources of [[packed], [...loose, file('coarse_label_names.txt', coarse)]]) {
			const dataset = await loadAll(sources);
			expect(dataset.kind).toBe('cifar100');
			expect(dataset.classes[99]).toBe('fine 99');
			expect([...dataset.train.labels]).toEqual([99, 4]);
			expect([...dataset.test.labels]).toEqual([50]);
			expect([...new Set(dataset.train.images.subarray(3072))]).toEqual([8]);
		}
	});

	it('has the official names where none are given: a hundred, in the order of the alphabet', async () => {
		const dataset = await loadAll([file('train.bin', train), file('test.bin', test)]);
		expect(dataset.classes).toBe(cifar100Classes);
		expect(new Set(cifar100Classes).size).toBe(100);
		expect([...cifar100Classes].sort()).toEqual(cifar100Classes);
		expect([cifar100Classes[0], cifar100Classes[19], cifar100Classes[99]]).toEqual([
			'apple',
			'cattle',
			'worm'
		]);
	});

	it('is refused for a fine label over 99 and a wrong length', async () => {
		const bad = await refusal([
			file('train.bin', Uint8Array.from(record(3, 100, 0))),
			file('test.bin', test)
		]);
		expect([bad.kind, bad.message]).toEqual([
			'bad-label',
			'train.bin has the label 100 in record 1; CIFAR-100 labels go from 0 to 99.'
		]);
		const short = await refusal([file('train.bin', train.subarray(1)), file('test.bin', test)]);
		expect(short.kind).toBe('wrong-length');
		expect(short.message).toContain('CIFAR-100 records of 3,074 bytes');
		expect((await refusal([file('train.bin', train)])).message).toBe(
			'The test images are missing beside train.bin: add test.bin.'
		);
	});
});

describe('CIFAR for Python', () => {
	it('is read from an archive as the official one, and loose', async () => {
		const names = ['data_batch_1', 'test_batch', 'batches.meta'];
		const contents = await Promise.all(names.map((name) => fixture(`python2/${name}`)));
		const files = Object.fromEntries(names.map((name, i) => [name, contents[i]!]));
		const html = new TextEncoder().encode('<p>');
		const packed = archive('cifar-10-batches-py', { ...files, 'readme.html': html });
		for (const sources of [[packed], names.map((name, i) => file(name, contents[i]!))]) {
			const dataset = await loadAll(sources);
			expect([dataset.kind, dataset.classes]).toEqual(['cifar10', [...cifar10Classes]]);
			expect([...dataset.train.labels]).toEqual([3, 9, 0]);
			expect([...dataset.test.labels]).toEqual([5, 1]);
			expectImages(dataset.train, 0);
			expectImages(dataset.test, 3);
		}
	});

	it.each(['protocol2', 'protocol4', 'protocol5', 'python2-fortran', 'protocol5-fortran'])(
		'%s gives the same images',
		async (name) => {
			const test = file('test_batch', await fixture('python2/test_batch'));
			const dataset = await loadAll([file('data_batch_1', await fixture(name)), test]);
			expect([...dataset.train.labels]).toEqual([3, 9, 0]);
			expectImages(dataset.train, 0);
		}
	);

	it('CIFAR-100 takes the fine labels', async () => {
		const names = ['train', 'test', 'meta'];
		const contents = await Promise.all(names.map((name) => fixture(`cifar100/${name}`)));
		const dataset = await loadAll([
			archive('cifar-100-python', Object.fromEntries(names.map((name, i) => [name, contents[i]!])))
		]);
		expect([dataset.kind, dataset.classes.length, dataset.classes[99]]).toEqual(['cifar100', 100, 'fine_99']);
		expect([...dataset.train.labels]).toEqual([99, 19]);
		expect([...dataset.test.labels]).toEqual([42]);
		expectImages(dataset.test, 2);
	});

	it('is refused with a sentence where it is something else', async () => {
		const test = file('test_batch', await fixture('python2/test_batch'));
		const evil = Uint8Array.from('\x80\x02cos\nsystem\nU\x02ls\x85R.', (letter) => letter.charCodeAt(0));
		const cases: [string, Uint8Array, string][] = [
			['data_batch_1', evil, 'asks for os.system, which no CIFAR file needs'],
			['data_batch_1', (await fixture('protocol4')).subarray(0, 5000), 'it ends too early'],
			['data_batch_1', await fixture('wide'), 'an array of i8 where bytes belong'],
			['data_batch_1', await fixture('python2/batches.meta'), 'it has no data with labels'],
			['batches.meta', await fixture('cifar100/meta'), 'it names 0 classes instead of 10']
		];
		for (const [name, bytes, reason] of cases) {
			const good = name === 'data_batch_1' ? [] : [file('data_batch_1', await fixture('protocol4'))];
			const error = await refusal([file(name, bytes), ...good, test]);
			const kind = reason === 'it ends too early' ? 'truncated' : 'unknown-format';
			expect([error.kind, error.file]).toEqual([kind, name]);
			expect(error.message).toContain(`${name} is no CIFAR-10 file for Python: `);
			expect(error.message).toContain(reason);
		}
	});
});

describe('CIFAR files in other wrappings', () => {
	it('a zip, and a folder', async () => {
		const entries = Object.fromEntries(smallFiles.map(({ name, bytes }) => [`b/${name}`, bytes]));
		const zipped = await loadAll([file('cifar.zip', zipSync(entries))]);
		expect(zipped).toEqual({ ...small, kind: 'cifar10' });
		const inFolder = smallFiles.map(({ name, bytes }) => placed(`cifar-10-batches-bin/${name}`, bytes));
		expect(await loadAll([...inFolder, placed('cifar-10-batches-bin/.DS_Store', [1])])).toEqual(zipped);
	});
});
