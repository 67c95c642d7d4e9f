/** Files that the user names. */
import { readFile } from 'node:fs/promises';
import { InputError } from './failure';

/** A file that the user named. Throws InputError if it cannot be read. */
export async function readInput(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		throw new InputError(`${path} cannot be read: ${reason(cause)}.`);
	}
}

/** Why the file system refused, in words. */
export function reason(cause: unknown): string {
	const { code, message } = cause as NodeJS.ErrnoException;
	const known: Partial<Record<string, string>> = {
		ENOENT: 'it does not exist',
		EISDIR: 'it is a folder',
		ENOTDIR: 'it is not a folder',
		EACCES: 'access is denied',
		ENOSPC: 'the disk is full'
	};
	return known[code ?? ''] ?? message;
}
