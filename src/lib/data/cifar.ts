/**
 * CIFAR-10's binary format: records of one label byte and 3,072 pixel bytes, the red, green and blue planes of a
 * 32×32 image, each row major (https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version").
 */
import { DataError, type Dataset, type ImageSet } from './dataset';

const side = 32;
const plane = side * side;
const imageBytes = 3 * plane;
export const recordBytes = 1 + imageBytes;
const classCount = 10;
/** Images in each of the five official training files. */
const fileImages = 10_000;

export const cifarClasses: readonly string[] = [
	'airplane',
	'automobile',
	'bird',
	'cat',
	'deer',
	'dog',
	'frog',
	'horse',
	'ship',
	'truck'
];

const grouped = (n: number) => n.toLocaleString('en');

/** Records in a file of this many bytes. Throws DataError `wrong-length` if it is empty or ends within a record. */
export function recordCount(byteLength: number, file: string): number {
	if (byteLength === 0) throw new DataError('wrong-length', file, `${file} is empty.`);
	if (byteLength % recordBytes === 0) return byteLength / recordBytes;
	throw new DataError(
		'wrong-length',
		file,
		`${file} has ${grouped(byteLength)} bytes, which is not a whole number of CIFAR-10 records of ${grouped(recordBytes)} bytes.`
	);
}

/** Records `from` to `to` (exclusive) of a file. */
export interface RecordRange {
	readonly from: number;
	readonly to: number;
}

/**
 * Copies records of a file (all, if no range is given) into `set`, record 0 becoming image `first` and planes becoming
 * interleaved pixels. Throws DataError `wrong-length` or `bad-label`; the set is then partly written.
 */
export function readRecords(
	bytes: Uint8Array,
	file: string,
	set: ImageSet,
	first: number,
	{ from, to }: RecordRange = { from: 0, to: recordCount(bytes.length, file) }
): void {
	for (let record = from; record < to; record++) {
		const at = record * recordBytes;
		const label = bytes[at] ?? 0;
		if (label >= classCount) {
			throw new DataError(
				'bad-label',
				file,
				`${file} has the label ${label} in record ${grouped(record + 1)}; CIFAR-10 labels go from 0 to 9.`
			);
		}
		set.labels[first + record] = label;
		interleave(bytes, at + 1, set.images, (first + record) * imageBytes);
	}
}

function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
	for (let i = 0, p = to; i < plane; i++, p += 3) {
		pixels[p] = planes[from + i] ?? 0;
		pixels[p + 1] = planes[from + plane + i] ?? 0;
		pixels[p + 2] = planes[from + 2 * plane + i] ?? 0;
	}
}

/** The ten names of a `batches.meta.txt`, one per line. Throws DataError `unknown-format` if there are not ten. */
export function readClassNames(text: string, file: string): string[] {
	const names = text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (names.length === classCount) return names;
	throw new DataError(
		'unknown-format',
		file,
		`${file} names ${names.length} classes; CIFAR-10 has ten, one name per line.`
	);
}

/** The records of images `from` to `to` (exclusive). Throws RangeError if the images are not 32 px wide. */
export function writeRecords(set: ImageSet, from = 0, to = set.count): Uint8Array<ArrayBuffer> {
	if (set.side !== side) throw new RangeError(`CIFAR-10 records hold ${side} px images, not ${set.side} px.`);
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

/** A data set as the files of the official archive, 10,000 training images in each. */
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
