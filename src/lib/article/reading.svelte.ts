/** The two ways through the article: `short`, about ten minutes, with deep parts folded; `full`, about forty. */
export const readingPaths = ['short', 'full'] as const;
export type ReadingPath = (typeof readingPaths)[number];

const key = 'reading';

/** The reader's way through the article; it is kept. */
export class Reading {
	path = $state<ReadingPath>('full');

	/** Takes what was chosen on an earlier visit. */
	recall(): void {
		try {
			const kept = localStorage.getItem(key);
			if (kept === 'short' || kept === 'full') this.path = kept;
		} catch {
			// Storage is blocked: the article begins with all of it.
		}
	}

	choose(path: ReadingPath): void {
		this.path = path;
		try {
			localStorage.setItem(key, path);
		} catch {
			// It holds for this visit.
		}
	}
}
