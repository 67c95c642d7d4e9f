import { PickleEndError, PickleError } from './values';

/** The bytes of a pickle from first to last; throws PickleEndError where they end too early. */
export class PickleReader {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	}

	uint8(): number {
		return this.#view.getUint8(this.#take(1));
	}

	uint16(): number {
		return this.#view.getUint16(this.#take(2), true);
	}

	int32(): number {
		return this.#view.getInt32(this.#take(4), true);
	}

	uint32(): number {
		return this.#view.getUint32(this.#take(4), true);
	}

	/** A length of eight bytes. */
	uint64(): number {
		return Number(this.#view.getBigUint64(this.#take(8), true));
	}

	/** A signed whole number of `length` bytes. Throws PickleError where it is longer than eight. */
	integer(length: number): number {
		if (length > 8) throw new PickleError('it holds a number of more than eight bytes');
		const bytes = this.bytes(length);
		let value = 0n;
		for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
		return Number(BigInt.asIntN(8 * length, value));
	}

	/** The next bytes, not copied. */
	bytes(length: number): Uint8Array {
		const from = this.#take(length);
		return this.#bytes.subarray(from, from + length);
	}

	text(length: number): string {
		return new TextDecoder().decode(this.bytes(length));
	}

	/** Up to the end of the line, which is not part of it. */
	line(): string {
		const end = this.#bytes.indexOf(10, this.#at);
		if (end < 0) throw endsEarly();
		const text = this.text(end - this.#at);
		this.#at = end + 1;
		return text;
	}

	#take(length: number): number {
		const from = this.#at;
		if (from + length > this.#bytes.length) throw endsEarly();
		this.#at = from + length;
		return from;
	}
}

function endsEarly(): PickleError {
	return new PickleEndError('it ends too early');
}
