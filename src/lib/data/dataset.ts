/** Images in memory: uint8, interleaved R G B, row major, all of one side length. */
export interface ImageSet {
	readonly count: number;
	/** Side in pixels. */
	readonly side: number;
	/** count·side·side·3 bytes */
	readonly images: Uint8Array;
	readonly labels: Uint8Array;
}

export type Split = 'train' | 'test';

export interface Dataset {
	/** `folders`: the reader's own images by class, from folders, archives or a camera. */
	readonly kind: 'procedural' | 'cifar10' | 'cifar100' | 'folders';
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
	| 'unreadable'
	| 'too-large'
	| 'bad-classes';

/** A refused file: its name, why, and a sentence in `message`. The set that was loaded before stays. */
export class DataError extends Error {
	constructor(
		readonly kind: DataErrorKind,
		/** Of the file, or of the class that is wrong. */
		readonly file: string,
		message: string
	) {
		super(message);
		this.name = 'DataError';
	}
}

/**
 * Why a file among images was passed over. outside: in no class's folder · empty · too-large: bytes or pixels ·
 * undecodable: no image, or of a format that is not known here · unreadable: the file or its place in the archive.
 */
export type SkipReason = 'outside' | 'empty' | 'too-large' | 'undecodable' | 'unreadable';

/** A file among images that was passed over. */
export interface Skipped {
	/** With its folders. */
	readonly name: string;
	readonly reason: SkipReason;
}
