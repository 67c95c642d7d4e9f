/** A map as a grey picture. Pure. */

/** Share of the values at either end that are drawn as black or white, whatever they are. */
const cut = 0.01;

/**
 * RGBA, of a map's own range: black up to its 1st hundredth, white from its 99th. A few large values, which untrained
 * networks have, would leave the rest black. Grey all over where all values are equal.
 */
export function mapPixels(values: Float32Array): Uint8ClampedArray {
	const sorted = values.toSorted();
	const last = sorted.length - 1;
	const [low, high] = [sorted[Math.floor(cut * last)] ?? 0, sorted[Math.ceil((1 - cut) * last)] ?? 0];
	const pixels = new Uint8ClampedArray(4 * values.length);
	values.forEach((value, at) => {
		const level = high > low ? Math.round((255 * (value - low)) / (high - low)) : 128;
		pixels.fill(level, 4 * at, 4 * at + 3);
		pixels[4 * at + 3] = 255;
	});
	return pixels;
}
