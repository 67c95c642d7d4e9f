export type CheckpointErrorKind =
	/** Not a file of the format, or a damaged one. */
	| 'malformed'
	/** Sound, but in numbers that the reader does not take. */
	| 'unsupported'
	/** Sound, but of another network. */
	| 'mismatch';

/** A refused checkpoint; `message` is one sentence for the user that says what is wrong. */
export class CheckpointError extends Error {
	constructor(
		readonly kind: CheckpointErrorKind,
		message: string
	) {
		super(message);
		this.name = 'CheckpointError';
	}
}
