/** What the reader chose, as files with places: archives are unpacked, loose files are read when they are needed. */
import { DataError } from './dataset';
import type { LoadProgress, Member } from './member';
import { readSource, type FileSource } from './source';
import { isTar, readTar } from './tar';
import { isZip, readZip } from './zip';

const packedName = /\.(zip|tar|tgz|gz)$/i;

/**
 * The files of all sources. A source is an archive if its name says so, or if it is the only one and its bytes do.
 * Throws DataError for archives that cannot be read, and `unknown-format` for what is none in spite of its name.
 */
export async function membersOf(
	sources: readonly FileSource[],
	{ onProgress, signal }: LoadProgress
): Promise<Member[]> {
	const packed = (source: FileSource) => sources.length === 1 || packedName.test(source.name);
	const total = sources.filter(packed).reduce((sum, { size }) => sum + size, 0);
	let done = 0;
	const onBytes = (count: number) => {
		done += count;
		onProgress?.(done, total);
	};
	const members: Member[] = [];
	for (const source of sources) {
		if (packed(source)) members.push(...(await unpackSource(source, onBytes, signal)));
		else members.push(looseMember(source));
	}
	return members;
}

async function unpackSource(
	source: FileSource,
	onBytes: (count: number) => void,
	signal: AbortSignal | undefined
): Promise<Member[]> {
	const { name } = source;
	const { bytes, gzip } = await readSource(source, onBytes, signal);
	if (isTar(bytes)) return readTar(bytes, name).map((entry) => memberInMemory(entry, name));
	if (isZip(bytes)) {
		return readZip(bytes, name).map((entry) => {
			const { path, size } = entry;
			return { path, archive: name, size, toRead: 0, read: async () => entry.read() };
		});
	}
	if (gzip || packedName.test(name)) throw unknownFormat(name);
	return [memberInMemory({ path: source.path ?? name, bytes }, null)];
}

function memberInMemory(
	{ path, bytes }: { path: string; bytes: Uint8Array },
	archive: string | null
): Member {
	return { path, archive, size: bytes.length, toRead: 0, read: async () => bytes };
}

function looseMember(source: FileSource): Member {
	return {
		path: source.path ?? source.name,
		archive: null,
		size: source.size,
		toRead: source.size,
		read: async (onBytes = () => undefined, signal) => {
			const { bytes, gzip } = await readSource(source, onBytes, signal);
			if (gzip) throw unknownFormat(source.name);
			return bytes;
		}
	};
}

/** What nothing here can read. */
export function unknownFormat(name: string): DataError {
	return new DataError(
		'unknown-format',
		name,
		`${name} is neither a CIFAR archive (cifar-10-binary.tar.gz and its like), nor one of its files (data_batch_1.bin and so on, test_batch.bin), nor holds images in a folder for each class.`
	);
}
