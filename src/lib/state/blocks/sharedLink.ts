/**
 * A result as the fragment of a link, `blocks=1.` and its JSON, deflated and in base64url: a few hundred characters. Nobody's
 * server sees it: browsers keep fragments to themselves.
 */
import { checkedShared, SharedError, type SharedBlocks } from './shared';

const PREFIX = 'blocks=1.';
/** Characters of a link that are looked at, and of the JSON in it: what `sharedFragment` makes is far shorter. */
const LONGEST_LINK = 20_000;
const LONGEST_TEXT = 100_000;

/** The fragment of a link to this result, without `#`. */
export async function sharedFragment(result: SharedBlocks): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(result));
	const packed = await through(bytes, new CompressionStream('deflate-raw'), Infinity);
	return PREFIX + base64url(packed);
}

/**
 * The result of a link, or of its fragment with or without `#`; null where it holds none. Throws SharedError for one that is
 * damaged or has fields that are wrong.
 */
export async function readSharedLink(link: string): Promise<SharedBlocks | null> {
	const fragment = link.trim().slice(link.trim().indexOf('#') + 1);
	if (!fragment.startsWith('blocks=')) return null;
	if (!fragment.startsWith(PREFIX)) throw new SharedError({ kind: 'version' });
	if (fragment.length > LONGEST_LINK) throw new SharedError({ kind: 'too-long' });
	return checkedShared(parsed(await unpacked(fragment.slice(PREFIX.length))));
}

async function unpacked(text: string): Promise<string> {
	try {
		const bytes = bytesOf(text);
		const plain = await through(bytes, new DecompressionStream('deflate-raw'), LONGEST_TEXT);
		return new TextDecoder('utf-8', { fatal: true }).decode(plain);
	} catch (error) {
		throw error instanceof SharedError ? error : new SharedError({ kind: 'damaged' });
	}
}

/** The value of a JSON text. Throws SharedError. */
export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new SharedError({ kind: 'not-json' });
	}
}

/** Rejects where the stream does, or with SharedError for more than `most` bytes. */
async function through(
	bytes: Uint8Array<ArrayBuffer>,
	stream: CompressionStream | DecompressionStream,
	most: number
): Promise<Uint8Array> {
	const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		length += value.length;
		if (length > most) {
			await reader.cancel();
			throw new SharedError({ kind: 'too-long' });
		}
		parts.push(value);
	}
	const all = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

function base64url(bytes: Uint8Array): string {
	const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Throws for what is no base64url. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	if (!/^[\w-]*$/.test(text)) throw new SharedError({ kind: 'damaged' });
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
