import type { ImageSet } from './dataset';

/** Images of each class, by label. */
export function classCounts({ labels }: ImageSet, classes: number): number[] {
	const counts = new Array<number>(classes).fill(0);
	for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
	return counts;
}
