export interface Likely {
	readonly label: number;
	readonly probability: number;
}

/**
 * The `most` most probable classes. All of them stay in the order of the labels, so that bars do not change places from
 * image to image; where some are left out, or `by size` is asked for, the most probable comes first.
 */
export function likeliest(
	probabilities: Float32Array,
	most: number,
	order: 'by label' | 'by size' = 'by label'
): Likely[] {
	const all = Array.from(probabilities, (probability, label) => ({ label, probability }));
	if (order === 'by label' && all.length <= most) return all;
	return all.sort((a, b) => b.probability - a.probability).slice(0, most);
}
