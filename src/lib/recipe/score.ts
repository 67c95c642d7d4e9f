/** Right answers and the sum of cross-entropies over a number of images. */
export interface Score {
	readonly correct: number;
	readonly images: number;
	/** Mean cross-entropy without smoothing. */
	readonly loss: number;
}

/**
 * Judges the first `labels.length` rows of `logits` [≥ labels, classes]. The loss is a mean, in doubles; NaN where
 * a logit is.
 */
export function score(logits: Float32Array, labels: Uint8Array, classes: number): Score {
	let correct = 0;
	let loss = 0;
	for (const [row, label] of labels.entries()) {
		const own = logits.subarray(row * classes, (row + 1) * classes);
		const largest = own.reduce((most, value) => Math.max(most, value), -Infinity);
		const sum = own.reduce((total, value) => total + Math.exp(value - largest), 0);
		const target = own[label] ?? NaN;
		loss += Math.log(sum) + largest - target;
		if (own.indexOf(largest) === label) correct++;
	}
	return { correct, images: labels.length, loss: loss / labels.length };
}

/** The score of all images that were judged in parts. */
export function total(parts: readonly Score[]): Score {
	const sum = (of: (part: Score) => number) => parts.reduce((all, part) => all + of(part), 0);
	const images = sum((part) => part.images);
	return {
		correct: sum((part) => part.correct),
		images,
		loss: sum((part) => part.loss * part.images) / images
	};
}
