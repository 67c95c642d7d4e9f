/**
 * CIFAR's binary formats: records of a label and 3,072 pixel bytes, the red, green and blue planes of a 32×32 image, each
 * row major (https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version"). CIFAR-100 has a coarse label before its own.
 */
import { DataError, type Dataset, type ImageSet } from '../dataset';
import { checkLabel, copyPlanes, imageBytes, plane, side, type Batch, type RecordRange } from './batch';

export interface RecordLayout {
	/** As the reader knows the format. */
	readonly title: string;
	/** The last of them is the class. */
	readonly labelBytes: number;
	readonly classes: number;
}

export const cifar10Records: RecordLayout = { title: 'CIFAR-10', labelBytes: 1, classes: 10 };
export const cifar100Records: RecordLayout = { title: 'CIFAR-100', labelBytes: 2, classes: 100 };

/** Images in each of the five official training files of CIFAR-10. */
const fileImages = 10_000;

const grouped = (n: number) => n.toLocaleString('en');

/** The records of a file. Throws DataError `wrong-length` if it is empty or ends within a record. */
export function recordBatch(bytes: Uint8Array, file: string, layout: RecordLayout): Batch {
	const { title, labelBytes, classes } = layout;
	const recordBytes = labelBytes + imageBytes;
	if (bytes.length === 0) throw new DataError('wrong-length', file, `${file} is empty.`);
	if (bytes.length % recordBytes !== 0) {
		throw new DataError(
			'wrong-length',
			file,
			`${file} has ${grouped(bytes.length)} bytes, which is not a whole number of ${title} records of ${grouped(recordBytes)} bytes.`
		);
	}
	const copy = (set: ImageSet, first: number, { from, to }: RecordRange) => {
		for (let record = from; record < to; record++) {
			const pixels = record * recordBytes + labelBytes;
			const label = bytes[pixels - 1] ?? 0;
			checkLabel(label, record, { file, title, classes });
			set.labels[first + record] = label;
			copyPlanes(bytes, { from: pixels, stride: 1 }, set.images, (first + record) * imageBytes);
		}
	};
	return { count: bytes.length / recordBytes, copy };
}

/** The names of a text with one on each line. Throws DataError `unknown-format` if there are more or fewer than classes. */
export function readClassNames(bytes: Uint8Array, file: string, { title, classes }: RecordLayout): string[] {
	const names = new TextDecoder()
		.decode(bytes)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (names.length === classes) return names;
	throw new DataError(
		'unknown-format',
		file,
		`${file} names ${names.length} classes; ${title} has ${classes}, one name per line.`
	);
}

/** The records of images `from` to `to` (exclusive), CIFAR-10's. Throws RangeError if the images are not 32 px wide. */
export function writeRecords(set: ImageSet, from = 0, to = set.count): Uint8Array<ArrayBuffer> {
	if (set.side !== side) throw new RangeError(`CIFAR-10 records hold ${side} px images, not ${set.side} px.`);
	const recordBytes = 1 + imageBytes;
	const bytes = new Uint8Array((to - from) * recordBytes);
	for (let image = from, at = 0; image < to; image++, at += recordBytes) {
		bytes[at] = set.labels[image] ?? 0;
		for (let i = 0, p = image * imageBytes; i < plane; i++, p += 3) {
			bytes[at + 1 + i] = set.images[p] ?? 0;
			bytes[at + 1 + plane + i] = set.images[p + 1] ?? 0;
			bytes[at + 1 + 2 * plane + i] = set.images[p + 2] ?? 0;
		}
	}
	return bytes;
}

/** A data set as the files of CIFAR-10's official archive, 10,000 training images in each. */
export function* cifarFiles(dataset: Dataset): Generator<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
	yield { name: 'batches.meta.txt', bytes: new TextEncoder().encode(dataset.classes.join('\n') + '\n') };
	for (let from = 0; from < dataset.train.count; from += fileImages) {
		const to = Math.min(from + fileImages, dataset.train.count);
		yield {
			name: `data_batch_${from / fileImages + 1}.bin`,
			bytes: writeRecords(dataset.train, from, to)
		};
	}
	yield { name: 'test_batch.bin', bytes: writeRecords(dataset.test) };
}
