/**
 * CIFAR's files for Python: a pickled dictionary with `data`, uint8 [n, 3072], and a list of labels
 * (https://www.cs.toronto.edu/~kriz/cifar.html, "Python / Matlab versions").
 */
import { DataError, type ImageSet } from '../dataset';
import { unpickle } from '../pickle/unpickle';
import { asText, ByteArray, PickleEndError, PickleError, type PickleValue } from '../pickle/values';
import { checkLabel, copyPlanes, imageBytes, type Batch, type RecordRange } from './batch';

export interface PickleLayout {
	/** As the reader knows the format. */
	readonly title: string;
	readonly classes: number;
	/** Keys of the dictionaries. */
	readonly labels: string;
	readonly names: string;
}

export const cifar10Pickles: PickleLayout = {
	title: 'CIFAR-10',
	classes: 10,
	labels: 'labels',
	names: 'label_names'
};
export const cifar100Pickles: PickleLayout = {
	title: 'CIFAR-100',
	classes: 100,
	labels: 'fine_labels',
	names: 'fine_label_names'
};

/** The images of a pickled batch. Throws DataError: `truncated` where it ends too early, `unknown-format` for anything else. */
export function pickledBatch(bytes: Uint8Array, file: string, layout: PickleLayout): Batch {
	const { title, classes } = layout;
	const fields = dictionary(bytes, file, title);
	const data = fields.get('data');
	const labels = fields.get(layout.labels);
	if (!(data instanceof ByteArray) || !Array.isArray(labels)) {
		throw refusal(file, title, `it has no data with ${layout.labels}`);
	}
	const count = labels.length;
	if (data.shape.length !== 2 || data.shape[0] !== count || data.shape[1] !== imageBytes) {
		throw refusal(file, title, `it has ${count} labels, and data of the shape ${data.shape.join(' × ')}`);
	}
	const copy = (set: ImageSet, first: number, { from, to }: RecordRange) => {
		for (let record = from; record < to; record++) {
			const label = labels[record];
			const number = typeof label === 'number' ? label : NaN;
			checkLabel(number, record, { file, title, classes });
			set.labels[first + record] = number;
			const place = data.columnMajor
				? { from: record, stride: count }
				: { from: record * imageBytes, stride: 1 };
			copyPlanes(data.bytes, place, set.images, (first + record) * imageBytes);
		}
	};
	return { count, copy };
}

/** The class names of a pickled `meta`. Throws DataError `unknown-format` if there are more or fewer than classes. */
export function pickledNames(bytes: Uint8Array, file: string, layout: PickleLayout): string[] {
	const { title, classes } = layout;
	const found = dictionary(bytes, file, title).get(layout.names);
	const names = (Array.isArray(found) ? found : []).map(asText).filter((name) => name !== null);
	if (names.length === classes) return names;
	throw refusal(file, title, `it names ${names.length} classes instead of ${classes}`);
}

function dictionary(bytes: Uint8Array, file: string, title: string): Map<string, PickleValue> {
	try {
		const value = unpickle(bytes);
		if (value instanceof Map) return value;
	} catch (error) {
		if (!(error instanceof PickleError)) throw error;
		throw refusal(
			file,
			title,
			error.message,
			error instanceof PickleEndError ? 'truncated' : 'unknown-format'
		);
	}
	throw refusal(file, title, 'it holds no dictionary');
}

function refusal(
	file: string,
	title: string,
	reason: string,
	kind: 'truncated' | 'unknown-format' = 'unknown-format'
): DataError {
	return new DataError(kind, file, `${file} is no ${title} file for Python: ${reason}.`);
}
