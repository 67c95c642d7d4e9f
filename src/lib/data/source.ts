import { DataError } from './dataset';
import { byteLimit, gather, pieces, TooLargeError } from './gather';
import { DamagedGzipError, gunzip, isGzip } from './gzip';

/** What a browser's `File` has; in Node anything that names its bytes. */
export interface FileSource {
	readonly name: string;
	/** Bytes, as the file system tells them. */
	readonly size: number;
	/** Folders and name, separated by slashes; the name alone where there are no folders. */
	readonly path?: string;
	stream(): ReadableStream<Uint8Array>;
}

export interface SourceBytes {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Whether they had to be unpacked. */
	readonly gzip: boolean;
}

/** The official archive unpacks to 1.09 times its size. */
const usualExpansion = 1.1;

/**
 * Reads a file to its end, unpacked if it is a gzip stream; `onBytes` hears of every piece read, before unpacking.
 * Throws DataError: `wrong-length` (empty), `unreadable`, `truncated` (a gzip stream that ends early or fails its
 * check), `too-large`. Throws the signal's reason when stopped.
 */
export async function readSource(
	source: FileSource,
	onBytes: (count: number) => void,
	signal?: AbortSignal
): Promise<SourceBytes> {
	const { name, size } = source;
	if (size > byteLimit) throw tooLarge(name);
	const chunks = fromTwoBytes(readPieces(source, onBytes, signal));
	const first = await chunks.next();
	if (first.done) throw new DataError('wrong-length', name, `${name} is empty.`);
	const gzip = isGzip(first.value);
	const all = prepend(first.value, chunks);
	try {
		const bytes = gzip ? await gunzip(all, size * usualExpansion) : await gather(all, size);
		return { bytes, gzip };
	} catch (cause) {
		if (cause instanceof TooLargeError) throw tooLarge(name);
		if (!(cause instanceof DamagedGzipError)) throw cause;
		throw new DataError('truncated', name, `${name} cannot be unpacked: it is cut short or damaged.`);
	}
}

function tooLarge(name: string): DataError {
	const megabytes = byteLimit / 2 ** 20;
	return new DataError('too-large', name, `${name} is too large: it holds more than ${megabytes} MB.`);
}

async function* readPieces(
	source: FileSource,
	onBytes: (count: number) => void,
	signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array, void> {
	const rest = pieces(open(source));
	try {
		for (;;) {
			signal?.throwIfAborted();
			const piece = await rest.next().catch((cause: unknown) => {
				throw unreadable(source.name, cause);
			});
			if (piece.done) return;
			onBytes(piece.value.length);
			yield piece.value;
		}
	} finally {
		await rest.return();
	}
}

function open(source: FileSource): ReadableStream<Uint8Array> {
	try {
		return source.stream();
	} catch (cause) {
		throw unreadable(source.name, cause);
	}
}

function unreadable(name: string, cause: unknown): DataError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new DataError('unreadable', name, `${name} cannot be read: ${reason}`);
}

/** The same pieces, the first of at least two bytes if there are two: enough to know a gzip stream. */
async function* fromTwoBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
	let known = false;
	let single: Uint8Array | null = null;
	for await (const chunk of chunks) {
		if (known || (single === null && chunk.length >= 2)) {
			known = true;
			yield chunk;
		} else if (single === null) {
			single = chunk;
		} else {
			known = true;
			yield join(single, chunk);
		}
	}
	if (!known && single !== null) yield single;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}

async function* prepend(
	first: Uint8Array,
	rest: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void> {
	yield first;
	yield* rest;
}
