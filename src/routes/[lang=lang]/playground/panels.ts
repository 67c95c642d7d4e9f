/** Panels that stand in the prerendered page as they are before anything happens; each comes alive in a task of its own. */
export const firstPanels = {
	schedule: () => import('$lib/figures/schedule/ScheduleEditor.svelte'),
	curves: () => import('$lib/figures/curves/Curves.svelte'),
	data: () => import('$lib/figures/data/DataPanel.svelte'),
	network: () => import('./NetworkPanel.svelte')
};

/** Panels that are not there before the page is alive: what they show comes from this browser, or from the worker. */
export const laterPanels = {
	runs: () => import('$lib/figures/runs/RunsPanel.svelte'),
	sight: () => import('$lib/figures/sight/SightPanel.svelte'),
	predictions: () => import('$lib/figures/predictions/PredictionGrid.svelte'),
	inspect: () => import('$lib/figures/inspect/InspectPanel.svelte'),
	recipe: () => import('$lib/figures/recipe/RecipePanel.svelte')
};
