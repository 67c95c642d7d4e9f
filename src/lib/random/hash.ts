/** Two small 32-bit hashes: of a word, and of a text. All arithmetic is unsigned modulo 2^32. */
const textBytes = new TextEncoder();

/** A bijection of 32-bit words in which every input bit moves every output bit (two xor-shift-multiply rounds). */
export function mix32(x: number): number {
	x ^= x >>> 16;
	x = Math.imul(x, 0x7feb352d);
	x ^= x >>> 15;
	x = Math.imul(x, 0x846ca68b);
	x ^= x >>> 16;
	return x >>> 0;
}

/** FNV-1a of the UTF-8 bytes of `text`, 32 bits. */
export function fnv1a32(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of textBytes.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}
