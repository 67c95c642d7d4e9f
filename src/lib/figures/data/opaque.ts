/** Interleaved R G B as a canvas takes it: R G B A, nothing transparent. */
export function opaque(rgb: Uint8Array): Uint8ClampedArray {
	const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
	for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
		rgba.set(rgb.subarray(from, from + 3), to);
	}
	return rgba;
}
