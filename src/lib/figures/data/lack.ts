/** What a collection needs before it is a data set. */
import { mostClasses } from '$lib/data/folders/assemble';

/** Of each class: one to train with and one to test. */
const fewestImages = 2;

export type Lack =
	{ readonly kind: 'classes' | 'too-many' } | { readonly kind: 'images'; readonly name: string };

/** The first thing that is missing, or null. */
export function lackOf(classes: readonly { readonly name: string; readonly count: number }[]): Lack | null {
	if (classes.length < 2) return { kind: 'classes' };
	if (classes.length > mostClasses) return { kind: 'too-many' };
	const poor = classes.find(({ count }) => count < fewestImages);
	return poor === undefined ? null : { kind: 'images', name: poor.name };
}
