export interface LoadProgress {
	/** Bytes read so far of all, or images decoded; it begins anew where the one follows the other. */
	readonly onProgress?: (done: number, total: number) => void;
	/** Stops between two pieces of work; the promise then rejects with the signal's reason. */
	readonly signal?: AbortSignal;
}

/** A file with a place: loose, or in an archive. */
export interface Member {
	/** Folders and name, separated by slashes. */
	readonly path: string;
	/** The archive that holds it, or null. */
	readonly archive: string | null;
	/** Bytes. */
	readonly size: number;
	/** Bytes that reading takes from a disk; 0 where they are in memory. */
	readonly toRead: number;
	/** All its bytes; `onBytes` hears of those that come from a disk. Throws DataError. */
	read(onBytes?: (count: number) => void, signal?: AbortSignal): Promise<Uint8Array>;
}

export function baseName({ path }: Pick<Member, 'path'>): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** As the reader is told: `test_batch.bin`, or `test_batch.bin in cifar.tar`. */
export function titleOf(member: Member): string {
	const name = baseName(member);
	return member.archive === null ? name : `${name} in ${member.archive}`;
}

/** By path, character by character: the same order everywhere. */
export function byPath(a: Pick<Member, 'path'>, b: Pick<Member, 'path'>): number {
	return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
