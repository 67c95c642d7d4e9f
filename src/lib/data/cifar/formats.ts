/** The four forms in which CIFAR is given away, by the names of their files. */
import { cifar100Records, cifar10Records, readClassNames, recordBatch, type RecordLayout } from './binary';
import type { Batch } from './batch';
import { cifar100Classes, cifar10Classes } from './names';
import { cifar100Pickles, cifar10Pickles, pickledBatch, pickledNames, type PickleLayout } from './pickled';

export interface CifarFormat {
	readonly kind: 'cifar10' | 'cifar100';
	/** Base names of files with training images, test images and class names. */
	readonly train: RegExp;
	readonly test: RegExp;
	readonly names: RegExp;
	/** A file of each split, to ask the reader for. */
	readonly examples: { readonly train: string; readonly test: string };
	/** Class names where no file gives them. */
	readonly classes: readonly string[];
	/** Both throw DataError; `file` is what the reader is told. */
	batch(bytes: Uint8Array, file: string): Batch;
	classNames(bytes: Uint8Array, file: string): string[];
}

type Files = Pick<CifarFormat, 'kind' | 'train' | 'test' | 'names' | 'examples' | 'classes'>;

function binary(layout: RecordLayout, files: Files): CifarFormat {
	return {
		...files,
		batch: (bytes, file) => recordBatch(bytes, file, layout),
		classNames: (bytes, file) => readClassNames(bytes, file, layout)
	};
}

function pickled(layout: PickleLayout, files: Files): CifarFormat {
	return {
		...files,
		batch: (bytes, file) => pickledBatch(bytes, file, layout),
		classNames: (bytes, file) => pickledNames(bytes, file, layout)
	};
}

export const cifarFormats: readonly CifarFormat[] = [
	binary(cifar10Records, {
		kind: 'cifar10',
		train: /^data_batch.*\.bin$/i,
		test: /^test_batch.*\.bin$/i,
		names: /^batches\.meta\.txt$/i,
		examples: { train: 'data_batch_1.bin', test: 'test_batch.bin' },
		classes: cifar10Classes
	}),
	binary(cifar100Records, {
		kind: 'cifar100',
		train: /^train\.bin$/i,
		test: /^test\.bin$/i,
		names: /^fine_label_names\.txt$/i,
		examples: { train: 'train.bin', test: 'test.bin' },
		classes: cifar100Classes
	}),
	pickled(cifar10Pickles, {
		kind: 'cifar10',
		train: /^data_batch_\d+$/i,
		test: /^test_batch$/i,
		names: /^batches\.meta$/i,
		examples: { train: 'data_batch_1', test: 'test_batch' },
		classes: cifar10Classes
	}),
	pickled(cifar100Pickles, {
		kind: 'cifar100',
		train: /^train$/i,
		test: /^test$/i,
		names: /^meta$/i,
		examples: { train: 'train', test: 'test' },
		classes: cifar100Classes
	})
];
