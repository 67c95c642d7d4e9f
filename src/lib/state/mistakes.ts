/** What a network's answers come to. Pure. */
import type { Answers } from './inspection.svelte';

/** [classes][classes], rows by true label, columns by answer: numbers of the test images in each cell. */
export function confusionOf({ labels, answers }: Answers, classes: number): number[][][] {
	const cells = Array.from({ length: classes }, () => Array.from({ length: classes }, (): number[] => []));
	labels.forEach((label, image) => cells[label]?.[answers[image] ?? 0]?.push(image));
	return cells;
}

/** Images taken for another class, the most confident first. */
export function confidentMistakes({ labels, answers, confidences }: Answers, count: number): number[] {
	const wrong = [...labels.keys()].filter((image) => answers[image] !== labels[image]);
	return wrong.sort((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0)).slice(0, count);
}
