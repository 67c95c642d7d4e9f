/** Numbers of the walk as they are shown: three digits after the point, a true minus, no negative 0. */
import type { Language } from '$lib/i18n/language';

export const digits = 3;

/** `-0.0312` → `−0.031` */
export function shown({ fixed }: Language, value: number): string {
	const rounded = Math.round(value * 10 ** digits) / 10 ** digits;
	return fixed(rounded === 0 ? 0 : rounded, digits).replace('-', '−');
}

/** The same inside a formula: what is negative stands in brackets. */
export function factor(language: Language, value: number): string {
	const text = shown(language, value);
	return text.startsWith('−') ? `(${text})` : text;
}
