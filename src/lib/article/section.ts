/** What scripts/article compiles a section of `src/content` to. */

/** A part that only the long path through the article opens. */
interface Deep {
	readonly deep: { readonly id: string; readonly title: string };
	readonly pieces: readonly Piece[];
}

/** HTML from the project's own Markdown, a figure by its id, or a deep part. */
export type Piece = { readonly html: string } | { readonly figure: string } | Deep;

export interface Section {
	/** Also its anchor. */
	readonly id: string;
	readonly title: string;
	readonly pieces: readonly Piece[];
}
