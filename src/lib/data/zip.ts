/** Zip archives, by fflate. Its promises are few, so limits are held here: a small archive may unpack to anything. */
import { unzipSync } from 'fflate';
import { DataError } from './dataset';
import { byteLimit } from './gather';

export interface ZipEntry {
	/** Folders and name, separated by slashes. */
	readonly path: string;
	/** Bytes, unpacked, as the archive says. */
	readonly size: number;
	/** Throws DataError `unreadable` for an entry that is damaged or larger than a file may be. */
	read(): Uint8Array;
}

/** Entries that an archive may list. */
const entryLimit = 1_000_000;
/** Bytes unpacked at once: to unpack one entry is to walk the whole list, so neighbours come along. */
const bytesAtOnce = 8 * 2 ** 20;

/** Whether a file begins as a zip archive does, an empty one included (APPNOTE.TXT, 4.3.7 and 4.3.16). */
export function isZip(bytes: Uint8Array): boolean {
	if (bytes.length < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
	return (bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6);
}

/**
 * The files of an archive in the order of their paths, each unpacked when it is read; reading in that order is fast.
 * Throws DataError `truncated` for an archive without a sound list of its files, `too-large` for too many of them.
 */
export function readZip(bytes: Uint8Array, file: string): ZipEntry[] {
	const sizes = listEntries(bytes, file);
	const paths = [...sizes.keys()].sort();
	const unpacked = new Map<string, Uint8Array>();
	return paths.map((path, index) => ({
		path: path.replaceAll('\\', '/'),
		size: sizes.get(path) ?? 0,
		read: () => {
			if (!unpacked.has(path)) {
				unpacked.clear();
				unpack(bytes, batchFrom(paths, index, sizes), unpacked, `${path} in ${file}`);
			}
			const content = unpacked.get(path);
			unpacked.delete(path);
			if (content === undefined) throw unreadable(`${path} in ${file}`);
			return content;
		}
	}));
}

/** Sizes by path. */
function listEntries(bytes: Uint8Array, file: string): Map<string, number> {
	const sizes = new Map<string, number>();
	let seen = 0;
	walk(bytes, file, ({ name, originalSize }) => {
		if (++seen > entryLimit) {
			throw new DataError(
				'too-large',
				file,
				`${file} lists more than ${entryLimit.toLocaleString('en')} files.`
			);
		}
		if (name !== '' && !name.endsWith('/')) sizes.set(name, originalSize);
		return false;
	});
	return sizes;
}

type Filter = Exclude<NonNullable<Parameters<typeof unzipSync>[1]>['filter'], undefined>;

function walk(bytes: Uint8Array, file: string, filter: Filter): Record<string, Uint8Array> {
	try {
		return unzipSync(bytes, { filter });
	} catch (error) {
		if (error instanceof DataError) throw error;
		throw new DataError(
			'truncated',
			file,
			`${file} cannot be unpacked: the zip archive is cut short or damaged.`
		);
	}
}

/** The entry at `index` and those after it while they are small. */
function batchFrom(paths: readonly string[], index: number, sizes: ReadonlyMap<string, number>): Set<string> {
	const batch = new Set<string>();
	let total = 0;
	for (const path of paths.slice(index)) {
		total += sizes.get(path) ?? 0;
		if (batch.size > 0 && total > bytesAtOnce) break;
		batch.add(path);
	}
	return batch;
}

/** Throws DataError `unreadable` where an entry of the batch is damaged. */
function unpack(
	bytes: Uint8Array,
	batch: ReadonlySet<string>,
	into: Map<string, Uint8Array>,
	title: string
): void {
	const room = (size: number) => size <= byteLimit;
	try {
		const found = unzipSync(bytes, {
			filter: ({ name, originalSize }) => batch.has(name) && room(originalSize)
		});
		for (const [name, content] of Object.entries(found)) into.set(name, content);
	} catch {
		// One damaged entry must not take its neighbours along.
		if (batch.size === 1) throw unreadable(title);
		const [first = ''] = batch;
		unpack(bytes, new Set([first]), into, title);
	}
}

function unreadable(title: string): DataError {
	return new DataError('unreadable', title, `${title} cannot be unpacked: it is damaged.`);
}
