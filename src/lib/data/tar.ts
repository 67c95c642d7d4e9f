/**
 * Tar archives: POSIX ustar and pax, and GNU's long names. By hand, because nanotar believes any size that a header
 * gives, reads cut archives without complaint, and loses parts of long names and of those with spaces.
 */
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
 * The plain files of an archive, without copying. Throws DataError `truncated` if it ends within a file or without its
 * end mark, `unknown-format` if a header is damaged.
 */
export function readTar(bytes: Uint8Array, file: string): TarEntry[] {
	const entries: TarEntry[] = [];
	/** What a header of its own says of the next entry's name. */
	let path: string | null = null;
	for (let offset = 0; offset + block <= bytes.length;) {
		if (bytes[offset] === 0 && isZeroBlock(bytes, offset)) return entries;
		const size = octal(bytes, offset + 124, 12);
		if (!checksumHolds(bytes, offset) || size === null) {
			throw new DataError(
				'unknown-format',
				file,
				`${file} is damaged: a header of the tar archive is wrong.`
			);
		}
		const content = bytes.subarray(offset + block, offset + block + size);
		if (content.length < size) break;
		const type = String.fromCharCode(bytes[offset + 156] ?? 0);
		if (type === 'x') path = paxPath(content) ?? path;
		else if (type === 'L') path = text(content, 0, size);
		else if (!aboutOthers.includes(type)) {
			if (plainFile.includes(type)) entries.push({ path: path ?? nameIn(bytes, offset), bytes: content });
			path = null;
		}
		offset += block + Math.ceil(size / block) * block;
	}
	throw new DataError('truncated', file, `${file} is cut short: the tar archive has no end.`);
}

/** Types of headers that leave the next entry its name: pax's for all, GNU's long link. */
const aboutOthers = 'gK';
/** Regular files, as POSIX and its forerunner write them, and contiguous ones. */
const plainFile = '0\x007';

/** The name in a header, with the first folders of a long one, which POSIX keeps apart; GNU has other things there. */
function nameIn(bytes: Uint8Array, offset: number): string {
	const posix = text(bytes, offset + 257, 6) === 'ustar' && bytes[offset + 262] === 0;
	const prefix = posix ? text(bytes, offset + 345, 155) : '';
	const name = text(bytes, offset, 100);
	return prefix === '' ? name : `${prefix}/${name}`;
}

/** The path among the records of a pax header ("length key=value\n", the length being of the whole record), or null. */
function paxPath(content: Uint8Array): string | null {
	for (let at = 0; at < content.length;) {
		const space = content.indexOf(0x20, at);
		const length = space < 0 ? NaN : Number(text(content, at, space - at));
		if (!(length > 0)) return null;
		const record = text(content, space + 1, at + length - space - 2);
		if (record.startsWith('path=')) return record.slice('path='.length);
		at += length;
	}
	return null;
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

/** Up to the first zero. */
function text(bytes: Uint8Array, offset: number, length: number): string {
	const [field = ''] = new TextDecoder()
		.decode(bytes.subarray(offset, offset + Math.max(0, length)))
		.split('\0');
	return field;
}

/** An octal number in ASCII, or null where there is none. */
function octal(bytes: Uint8Array, offset: number, length: number): number | null {
	const digits = String.fromCharCode(...bytes.subarray(offset, offset + length));
	const number = /^ *([0-7]+)[ \0]/.exec(digits + '\0')?.[1];
	return number === undefined ? null : Number.parseInt(number, 8);
}
