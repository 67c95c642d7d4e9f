/** One-hot targets of the given images, float32 [indices.length, classes]. Throws RangeError for a label out of range. */
export function oneHot(labels: Uint8Array, indices: ArrayLike<number>, classes: number): Float32Array {
	const targets = new Float32Array(indices.length * classes);
	for (let row = 0; row < indices.length; row++) {
		const label = labels[indices[row] ?? 0];
		if (label === undefined || label >= classes) {
			throw new RangeError(`image ${indices[row]} has no label below ${classes}`);
		}
		targets[row * classes + label] = 1;
	}
	return targets;
}
