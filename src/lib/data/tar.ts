/**
 * Tar archives. nanotar reads them; before it does, the chain of headers is checked here, because nanotar trusts it:
 * a negative size makes it loop for ever, and an archive that ends early is read without complaint.
 */
import { parseTar } from 'nanotar';
import { DataError } from './dataset';

const block = 512;

export interface TarEntry {
	/** Folders and name, separated by slashes. */
	readonly path: string;
	readonly bytes: Uint8Array;
}

/** Whether the first block is a tar header, judged by its checksum (POSIX ustar, pax header block). */
export function isTar(bytes: Uint8Array): boolean {
	return bytes.length >= block && checksumHolds(bytes, 0);
}

/**
 * The plain files of an archive, without copying. `bytes` must begin at the start of its buffer.
 * Throws DataError `truncated` if it ends within a file or without its end mark, `unknown-format` if a header is damaged.
 */
export function readTar(bytes: Uint8Array<ArrayBuffer>, file: string): TarEntry[] {
	if (bytes.byteOffset !== 0) throw new RangeError('the archive must begin at the start of its buffer');
	checkHeaders(bytes, file);
	const entries: TarEntry[] = [];
	for (const item of parseTar(bytes.buffer)) {
		if (item.type !== 'file') continue;
		entries.push({ path: item.name, bytes: item.data ?? new Uint8Array() });
	}
	return entries;
}

function checkHeaders(bytes: Uint8Array, file: string): void {
	let offset = 0;
	while (offset + block <= bytes.length) {
		if (bytes[offset] === 0 && isZeroBlock(bytes, offset)) return;
		const size = octal(bytes, offset + 124, 12);
		if (!checksumHolds(bytes, offset) || size === null) {
			throw new DataError(
				'unknown-format',
				file,
				`${file} is damaged: a header of the tar archive is wrong.`
			);
		}
		offset += block + Math.ceil(size / block) * block;
	}
	throw new DataError('truncated', file, `${file} is cut short: the tar archive has no end.`);
}

function isZeroBlock(bytes: Uint8Array, offset: number): boolean {
	return bytes.subarray(offset, offset + block).every((byte) => byte === 0);
}

function checksumHolds(bytes: Uint8Array, offset: number): boolean {
	let sum = 0;
	for (let i = 0; i < block; i++) {
		// The checksum counts its own field as spaces.
		sum += i >= 148 && i < 156 ? 0x20 : (bytes[offset + i] ?? 0);
	}
	return octal(bytes, offset + 148, 8) === sum;
}

/** An octal number in ASCII, or null where there is none. */
function octal(bytes: Uint8Array, offset: number, length: number): number | null {
	const text = String.fromCharCode(...bytes.subarray(offset, offset + length));
	const digits = /^ *([0-7]+)[ \0]/.exec(text + '\0')?.[1];
	return digits === undefined ? null : Number.parseInt(digits, 8);
}
