/** Train or pause, above all panels. */
export const loadBar = () => import('./TransportBar.svelte');

/** Panels that stand in the prerendered page as they are before anything happens; each comes alive in a task of its own. */
export const firstPanels = {
	schedule: () => import('$lib/figures/schedule/ScheduleEditor.svelte'),
	curves: () => import('$lib/figures/curves/Curves.svelte'),
	data: () => import('$lib/figures/data/DataPanel.svelte'),
	network: () => import('./NetworkPanel.svelte')
};

/** Panels that are not there before they are alive: what they show comes from this browser, or from the worker. */
const laterPanels = {
	runs: () => import('$lib/figures/runs/RunsPanel.svelte'),
	sight: () => import('$lib/figures/sight/SightPanel.svelte'),
	predictions: () => import('./PredictionsPanel.svelte'),
	inspect: () => import('$lib/figures/inspect/InspectPanel.svelte'),
	recipe: () => import('$lib/figures/recipe/RecipePanel.svelte')
};

export const panels = { ...firstPanels, ...laterPanels };
export type PanelName = keyof typeof panels;

/** How high a panel is while nothing has been trained, rem: beside others, where the settings are a drawer, and on a phone. */
const heights: Readonly<Record<PanelName, readonly [wide: number, drawer: number, phone: number]>> = {
	schedule: [49.6, 49.6, 52],
	curves: [60, 62, 66],
	data: [35, 35, 32],
	network: [19, 19, 21],
	runs: [8.4, 9.9, 12],
	sight: [32.5, 39.8, 32],
	predictions: [41, 59, 34],
	inspect: [5.9, 5.9, 6.5],
	recipe: [21.7, 21.8, 23]
};

/** The room of a panel that is not there yet, as CSS. */
export function roomOf(name: PanelName): string {
	const [wide, drawer, phone] = heights[name];
	return `--wide:${wide}rem;--drawer:${drawer}rem;--phone:${phone}rem`;
}
