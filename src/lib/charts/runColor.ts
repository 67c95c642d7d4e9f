/** How the runs of a comparison are drawn, first to fourth; the fourth is dashed, for its colour is also a block's. */
export function runStyle(index: number): { readonly color: string; readonly dashed: boolean } {
	const place = index % 4;
	return { color: `var(--run-${place + 1})`, dashed: place === 3 };
}
