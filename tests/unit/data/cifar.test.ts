import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	cifar10Records,
	cifarFiles,
	readClassNames,
	recordBatch,
	writeRecords
} from '$lib/data/cifar/binary';
import { DataError, type ImageSet } from '$lib/data/dataset';
import { proceduralDataset } from '$lib/data/procedural/source';
import { emptySet } from '$lib/data/set';
import { recordBytes } from './samples';

function read(bytes: Uint8Array, file = 'some.bin'): ImageSet {
	const batch = recordBatch(bytes, file, cifar10Records);
	const set = emptySet(batch.count, 32);
	batch.copy(set, 0, { from: 0, to: batch.count });
	return set;
}

function refusal(action: () => unknown): DataError {
	try {
		action();
	} catch (error) {
		if (error instanceof DataError) return error;
		throw error;
	}
	throw new Error('not refused');
}

describe('CIFAR-10 records', () => {
	it('turn planes into interleaved pixels', () => {
		const bytes = new Uint8Array(2 * recordBytes);
		bytes[recordBytes] = 9;
		const pixel = 5 * 32 + 7;
		bytes.set([11], recordBytes + 1 + pixel);
		bytes.set([22], recordBytes + 1 + 1024 + pixel);
		bytes.set([33], recordBytes + 1 + 2048 + pixel);
		const set = read(bytes);
		expect([...set.labels]).toEqual([0, 9]);
		expect([...set.images.subarray(3072 + 3 * pixel, 3072 + 3 * pixel + 3)]).toEqual([11, 22, 33]);
		expect(set.images.reduce((sum, byte) => sum + byte, 0)).toBe(66);
	});

	it('come back as they were written', () => {
		const record = fc
			.tuple(fc.integer({ min: 0, max: 9 }), fc.uint8Array({ minLength: 3072, maxLength: 3072 }))
			.map(([label, pixels]) => Uint8Array.from([label, ...pixels]));
		fc.assert(
			fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
				const bytes = new Uint8Array(Buffer.concat(records));
				expect(writeRecords(read(bytes))).toEqual(bytes);
			}),
			{ numRuns: 20 }
		);
	});

	it('are refused for a wrong length, a label over nine, an empty file, each with its name', () => {
		const label = new Uint8Array(3 * recordBytes);
		label[2 * recordBytes] = 10;
		const refusals = [
			refusal(() => read(new Uint8Array(), 'a.bin')),
			refusal(() => read(new Uint8Array(recordBytes + 1), 'b.bin')),
			refusal(() => read(label, 'c.bin'))
		];
		expect(refusals.map(({ kind, file }) => [kind, file])).toEqual([
			['wrong-length', 'a.bin'],
			['wrong-length', 'b.bin'],
			['bad-label', 'c.bin']
		]);
		expect(refusals.map(({ message }) => message)).toEqual([
			'a.bin is empty.',
			'b.bin has 3,074 bytes, which is not a whole number of CIFAR-10 records of 3,073 bytes.',
			'c.bin has the label 10 in record 3; CIFAR-10 labels go from 0 to 9.'
		]);
	});

	it('are written in files of 10,000 that hold the whole set', async () => {
		const { test: few } = await proceduralDataset({ seed: 3, train: 1, test: 12 });
		const train = emptySet(10_001, 32);
		train.labels[10_000] = 4;
		const dataset = { kind: 'cifar10', classes: ['a', 'b'], train, test: few } as const;
		const files = [...cifarFiles(dataset)];
		expect(files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
			['batches.meta.txt', 4],
			['data_batch_1.bin', 10_000 * recordBytes],
			['data_batch_2.bin', recordBytes],
			['test_batch.bin', 12 * recordBytes]
		]);
		expect(files[2]?.bytes[0]).toBe(4);
		expect(read(files[3]?.bytes ?? new Uint8Array())).toEqual(few);
	});
});

describe('batches.meta.txt', () => {
	it('names ten classes', async () => {
		const bytes = (text: string) => new TextEncoder().encode(text);
		const text = await readFile('tests/fixtures/photos/batches.meta.txt', 'utf8');
		const names = readClassNames(bytes(text), 'batches.meta.txt', cifar10Records);
		expect(names).toHaveLength(10);
		expect(readClassNames(bytes(text.replaceAll('\n', '\r\n') + '\r\n'), 'x', cifar10Records)).toEqual(names);
	});

	it('is refused with another number', () => {
		const error = refusal(() =>
			readClassNames(new TextEncoder().encode('one\ntwo\n'), 'batches.meta.txt', cifar10Records)
		);
		expect(error.kind).toBe('unknown-format');
		expect(error.message).toBe('batches.meta.txt names 2 classes; CIFAR-10 has 10, one name per line.');
	});
});
