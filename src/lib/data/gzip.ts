import { gather, pieces } from './gather';

/** The gzip stream ends early or fails its checksum; browsers and Node do not tell which of the two. */
export class DamagedGzipError extends Error {}

/** Whether a file that begins so is a gzip stream (RFC 1952, ID1 and ID2). */
export function isGzip(start: Uint8Array): boolean {
	return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Unpacks a gzip stream while it is read.
 * Throws DamagedGzipError, TooLargeError, and whatever `chunks` throws.
 * @param expected unpacked bytes to make room for at once
 */
export async function gunzip(
	chunks: AsyncIterable<Uint8Array>,
	expected: number
): Promise<Uint8Array<ArrayBuffer>> {
	const { readable, writable } = new DecompressionStream('gzip');
	const output = unpacked(readable);
	const [fed, gathered] = await Promise.allSettled([feed(chunks, writable), gather(output, expected)]);
	if (fed.status === 'rejected') throw fed.reason;
	if (gathered.status === 'rejected') throw gathered.reason;
	return gathered.value;
}

async function feed(chunks: AsyncIterable<Uint8Array>, to: WritableStream<BufferSource>): Promise<void> {
	const writer = to.getWriter();
	try {
		for await (const chunk of chunks) {
			if (!(await accepted(writer.write(new Uint8Array(chunk))))) return;
		}
	} catch (reason) {
		await accepted(writer.abort(reason));
		throw reason;
	}
	await accepted(writer.close());
}

/** The reading end has the same failure and reports it. */
function accepted(done: Promise<void>): Promise<boolean> {
	return done.then(
		() => true,
		() => false
	);
}

async function* unpacked(readable: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
	try {
		yield* pieces(readable);
	} catch (cause) {
		throw new DamagedGzipError('the gzip stream is cut short or damaged', { cause });
	}
}
