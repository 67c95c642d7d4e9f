/** The four tokens that stage colours run through, early → late. */
const stops = 4;

/** CSS colour of stage `stage` (from 0) of `count`; one stage alone takes the last colour. */
export function stageColor(stage: number, count: number): string {
	const position = count <= 1 ? stops - 1 : (stage / (count - 1)) * (stops - 1);
	const lower = Math.min(stops - 1, Math.floor(position));
	const share = position - lower;
	if (share < 0.01) return `var(--stage-${lower})`;
	return `color-mix(in oklab, var(--stage-${lower + 1}) ${Math.round(share * 100)}%, var(--stage-${lower}))`;
}
