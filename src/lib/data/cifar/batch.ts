/** The images of one CIFAR file, in whichever format. */
import { DataError, type ImageSet } from '../dataset';

/** Side in pixels, of all CIFAR images. */
export const side = 32;
export const plane = side * side;
export const imageBytes = 3 * plane;

/** Records `from` to `to` (exclusive) of a file. */
export interface RecordRange {
	readonly from: number;
	readonly to: number;
}

export interface Batch {
	readonly count: number;
	/**
	 * Copies images into `set`, image 0 of the file becoming image `first`. Throws DataError `bad-label`; the set is then
	 * partly written.
	 */
	copy(set: ImageSet, first: number, range: RecordRange): void;
}

interface LabelRule {
	readonly file: string;
	readonly title: string;
	readonly classes: number;
}

/** Throws DataError `bad-label` for a label past the last class. */
export function checkLabel(label: number, record: number, { file, title, classes }: LabelRule): void {
	if (Number.isInteger(label) && label >= 0 && label < classes) return;
	throw new DataError(
		'bad-label',
		file,
		`${file} has the label ${label} in record ${(record + 1).toLocaleString('en')}; ${title} labels go from 0 to ${classes - 1}.`
	);
}

/** Planes become interleaved pixels: byte i of the image lies at from + i·stride. */
export function copyPlanes(
	planes: Uint8Array,
	{ from, stride }: { from: number; stride: number },
	pixels: Uint8Array,
	to: number
): void {
	const next = plane * stride;
	for (let i = 0, at = from, p = to; i < plane; i++, at += stride, p += 3) {
		pixels[p] = planes[at] ?? 0;
		pixels[p + 1] = planes[at + next] ?? 0;
		pixels[p + 2] = planes[at + 2 * next] ?? 0;
	}
}
