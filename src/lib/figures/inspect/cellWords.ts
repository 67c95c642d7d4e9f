import type { Language } from '$lib/i18n/language';
import type { Row } from './matrix';

/** A cell of the matrix in words. */
export function cellWords(
	name: (label: number) => string,
	{ t, integer }: Language,
	{ label, counts, images }: Row,
	column: number
): string {
	const truth = name(label);
	const numbers = { count: integer(counts[column] ?? 0), images: integer(images) };
	return column === label
		? t('matrix.cellRight', { truth, ...numbers })
		: t('matrix.cellWrong', { truth, answer: name(column), ...numbers });
}
