/** CIFAR-10 unpacked has 184 MB. What holds more than this is too much for a browser, or is meant to do harm. */
export const byteLimit = 512 * 2 ** 20;

export class TooLargeError extends Error {}

/** The pieces of a stream. Leaving the loop early cancels the stream, so that no file stays open. */
export async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			if (value.length > 0) yield value;
		}
	} finally {
		reader.cancel().catch(() => undefined);
	}
}

/**
 * All pieces in one buffer, which doubles when it is full; the result is a view of its beginning.
 * Throws TooLargeError past the limit.
 * @param expected bytes to make room for at once
 */
export async function gather(
	chunks: AsyncIterable<Uint8Array>,
	expected: number
): Promise<Uint8Array<ArrayBuffer>> {
	let bytes = new Uint8Array(Math.min(Math.max(expected, 1024), byteLimit));
	let length = 0;
	for await (const chunk of chunks) {
		const needed = length + chunk.length;
		if (needed > byteLimit) throw new TooLargeError();
		if (needed > bytes.length) {
			const larger = new Uint8Array(Math.min(Math.max(2 * bytes.length, needed), byteLimit));
			larger.set(bytes.subarray(0, length));
			bytes = larger;
		}
		bytes.set(chunk, length);
		length = needed;
	}
	return bytes.subarray(0, length);
}
