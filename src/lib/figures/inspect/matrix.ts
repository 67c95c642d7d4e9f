/** The confusion matrix as it is drawn. Pure. */
import type { Answers, Asking, Judged, Tally } from '$lib/state/inspection.svelte';
import { confusionOf } from '$lib/state/mistakes';

export interface Row {
	/** True class. */
	readonly label: number;
	/** Images of it. */
	readonly images: number;
	/** By answer: how many of them were taken for it. */
	readonly counts: readonly number[];
	/** Share of right answers, or null where there is no image. */
	readonly accuracy: number | null;
}

export interface Matrix {
	readonly rows: readonly Row[];
	readonly asked: Tally;
	/** The images of a cell, or null where only counts are known: a run's judgement at its end. */
	readonly images: readonly (readonly (readonly number[])[])[] | null;
}

function rowOf(counts: readonly number[], label: number): Row {
	const images = counts.reduce((sum, count) => sum + count, 0);
	return { label, images, counts, accuracy: images === 0 ? null : (counts[label] ?? 0) / images };
}

export function matrixOfAnswers(answers: Answers, classes: number): Matrix {
	const images = confusionOf(answers, classes);
	const rows = images.map((row, label) =>
		rowOf(
			row.map((cell) => cell.length),
			label
		)
	);
	const { step, size, weights, labels } = answers;
	const correct = rows.reduce((sum, { counts, label }) => sum + (counts[label] ?? 0), 0);
	return { rows, images, asked: { step, size, weights, correct, images: labels.length } };
}

export function matrixOfJudgement({ confusion, ...asked }: Judged): Matrix {
	const classes = Math.round(Math.sqrt(confusion.length));
	const rows = Array.from({ length: classes }, (_, label) =>
		rowOf([...confusion.subarray(label * classes, (label + 1) * classes)], label)
	);
	return { rows, images: null, asked };
}

/**
 * What to draw: the answers that were asked for, unless the run has been judged since; then that judgement, at the size
 * and weights that are chosen where it was made with them, otherwise the last one.
 */
export function matrixNow(
	answers: Answers | null,
	judged: readonly Judged[],
	classes: number,
	{ size, weights }: Asking
): Matrix | null {
	const judgement =
		judged.find((one) => one.size === size && one.weights === weights) ??
		judged.find((one) => one.weights === weights) ??
		judged[0];
	if (answers !== null && (judgement === undefined || answers.step >= judgement.step)) {
		return matrixOfAnswers(answers, classes);
	}
	return judgement === undefined ? null : matrixOfJudgement(judgement);
}

/**
 * How much ink a cell gets, in per cent, by its share of the row. Never between 35 and 65, where neither ink nor paper
 * could be read on it: up to a half the number is written in ink, above it in the colour of the page.
 */
export function shadeOf(share: number): number {
	if (share <= 0) return 0;
	return Math.round(share <= 0.5 ? 5 + 60 * share : 65 + 70 * (share - 0.5));
}

/** Where an arrow key leads from a cell; null for other keys. */
export function moved(
	key: string,
	{ row, column }: { readonly row: number; readonly column: number },
	classes: number
): { row: number; column: number } | null {
	const last = classes - 1;
	const within = (value: number) => Math.min(last, Math.max(0, value));
	switch (key) {
		case 'ArrowUp':
			return { row: within(row - 1), column };
		case 'ArrowDown':
			return { row: within(row + 1), column };
		case 'ArrowLeft':
			return { row, column: within(column - 1) };
		case 'ArrowRight':
			return { row, column: within(column + 1) };
		case 'PageUp':
			return { row: within(row - 10), column };
		case 'PageDown':
			return { row: within(row + 10), column };
		case 'Home':
			return { row, column: 0 };
		case 'End':
			return { row, column: last };
		default:
			return null;
	}
}
