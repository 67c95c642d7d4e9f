/** Images in memory: uint8, interleaved R G B, row major, all of one side length. */
export interface ImageSet {
	readonly count: number;
	/** Side in pixels. */
	readonly side: number;
	/** count·side·side·3 bytes */
	readonly images: Uint8Array;
	readonly labels: Uint8Array;
}

export interface Dataset {
	readonly kind: 'procedural' | 'cifar10';
	/** Class names in the order of the labels (English; the page translates the procedural ones by index). */
	readonly classes: readonly string[];
	readonly train: ImageSet;
	readonly test: ImageSet;
}

export type DataErrorKind =
	| 'wrong-length'
	| 'bad-label'
	| 'truncated'
	| 'unknown-format'
	| 'no-training-images'
	| 'no-test-images'
	| 'unreadable';

/** A refused file: its name, why, and a sentence in `message`. The set that was loaded before stays. */
export class DataError extends Error {
	constructor(
		readonly kind: DataErrorKind,
		readonly file: string,
		message: string
	) {
		super(message);
		this.name = 'DataError';
	}
}
