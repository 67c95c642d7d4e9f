import type { Section } from './section';

/** Sections by the numbers that their files begin with. */
export function inOrder(files: Readonly<Record<string, Section>>): Section[] {
	return Object.entries(files)
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([, section]) => section);
}
