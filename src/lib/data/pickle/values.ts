/** What a pickle may hold here: plain values, and arrays of bytes. Nothing of it is ever called. */

/** A pickle that is damaged or asks for more than this reader gives; `message` completes "… is no such pickle: ". */
export class PickleError extends Error {
	override readonly name: string = 'PickleError';
}

/** A pickle that ends before it is whole. */
export class PickleEndError extends PickleError {
	override readonly name = 'PickleEndError';
}

/** A name that the pickle asks for, such as `numpy.ndarray`: text, not the thing. */
export class GlobalName {
	constructor(readonly name: string) {}
}

/** What opens the items of a tuple, list or dictionary on the stack. */
export const mark = Symbol('mark');

/** A list that only ever was a tuple counts as one; nobody asks for the difference. */
export type PickleValue =
	| null
	| boolean
	| number
	/** Python's unicode text. */
	| string
	/** Python's bytes, and Python 2's str. */
	| Uint8Array
	| PickleValue[]
	/** Keys as text: bytes count as Latin-1. */
	| Map<string, PickleValue>
	| GlobalName
	| ByteArray
	| ByteType;

/** NumPy's dtype, once it is known to be uint8. */
export class ByteType {
	readonly name = 'uint8';
}

/** NumPy's array of uint8: empty until its state is there. */
export class ByteArray {
	shape: readonly number[] = [0];
	/** Whether the first index moves fastest (Fortran's order). */
	columnMajor = false;
	/** As many as the shape says. */
	bytes: Uint8Array = new Uint8Array();
}

/** Text, also where Python 2 wrote it as bytes; null for anything else. */
export function asText(value: PickleValue | undefined): string | null {
	if (typeof value === 'string') return value;
	if (!(value instanceof Uint8Array)) return null;
	// Latin-1 by hand: TextDecoder's "latin1" is windows-1252.
	let text = '';
	for (const byte of value) text += String.fromCharCode(byte);
	return text;
}

/** Bytes of a text whose characters are bytes, or null where one is more. */
export function asBytes(text: string): Uint8Array | null {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code > 255) return null;
		bytes[i] = code;
	}
	return bytes;
}
