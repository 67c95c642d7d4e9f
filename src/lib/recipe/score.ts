/** Right answers and the sum of cross-entropies over a number of images. */
export interface Score {
	readonly correct: number;
	readonly images: number;
	/** Mean cross-entropy without smoothing. */
	readonly loss: number;
	/**
	 * [classes, classes], rows by true label, columns by answer: how many images of a class were taken for which. Images
	 * whose logits are not numbers have no answer and stand nowhere.
	 */
	readonly confusion: Uint32Array<ArrayBuffer>;
}

/**
 * Judges the first `labels.length` rows of `logits` [≥ labels, classes]. The loss is a mean, in doubles; NaN where
 * a logit is.
 */
export function score(logits: Float32Array, labels: Uint8Array, classes: number): Score {
	let correct = 0;
	let loss = 0;
	const confusion = new Uint32Array(classes ** 2);
	for (const [row, label] of labels.entries()) {
		const own = logits.subarray(row * classes, (row + 1) * classes);
		const largest = own.reduce((most, value) => Math.max(most, value), -Infinity);
		const sum = own.reduce((total, value) => total + Math.exp(value - largest), 0);
		const target = own[label] ?? NaN;
		loss += Math.log(sum) + largest - target;
		const answer = own.indexOf(largest);
		if (answer === label) correct++;
		if (answer >= 0) count(confusion, label * classes + answer);
	}
	return { correct, images: labels.length, loss: loss / labels.length, confusion };
}

/** The score of all images that were judged in parts. */
export function total(parts: readonly Score[]): Score {
	const sum = (of: (part: Score) => number) => parts.reduce((all, part) => all + of(part), 0);
	const images = sum((part) => part.images);
	return {
		correct: sum((part) => part.correct),
		images,
		loss: sum((part) => part.loss * part.images) / images,
		confusion: summed(parts.map((part) => part.confusion))
	};
}

/** Share of right answers by true class; null where there was no image of it. */
export function classAccuracy(confusion: Uint32Array): (number | null)[] {
	const classes = Math.sqrt(confusion.length);
	return Array.from({ length: classes }, (_, label) => {
		const row = confusion.subarray(label * classes, (label + 1) * classes);
		const images = row.reduce((all, answers) => all + answers, 0);
		return images === 0 ? null : (row[label] ?? 0) / images;
	});
}

function summed(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
	const sum = new Uint32Array(parts[0]?.length ?? 0);
	for (const part of parts) part.forEach((answers, cell) => count(sum, cell, answers));
	return sum;
}

function count(cells: Uint32Array, cell: number, more = 1): void {
	cells[cell] = (cells[cell] ?? 0) + more;
}
