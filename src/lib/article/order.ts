import type { Section } from './section';

/** Sections by the numbers that their files begin with. */
export function inOrder(files: Readonly<Record<string, Section>>): Section[] {
	return Object.entries(files)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, section]) => section);
}
