/** Panels as HTML for the prerendered page: what they show until they come alive. Never loaded in a browser. */
import { render } from 'svelte/server';
import { plainStill } from '$lib/figures/stills';
import type { LanguageSource } from '$lib/i18n/language';
import { Playground } from '$lib/state/playground.svelte';
import { firstPanels, loadBar } from './panels';
import StillPanel from './StillPanel.svelte';

/** By the panel's name. */
export async function renderStills({ locale, messages }: LanguageSource): Promise<Record<string, string>> {
	const source = { locale, messages };
	const stills = Object.entries({ bar: loadBar, ...firstPanels }).map(async ([name, load]) => {
		const { default: panel } = await load();
		const props = { panel, source, playground: new Playground() };
		const { body } = await render(StillPanel, { props, idPrefix: `${name}-` });
		return [name, plainStill(body)] as const;
	});
	return Object.fromEntries(await Promise.all(stills));
}
