/** Figures as HTML for the prerendered page: what they show before, and without, JavaScript. Never loaded in a browser. */
import { render } from 'svelte/server';
import type { Locale } from '$lib/i18n/locale';
import { loadMessages } from '$lib/i18n/messages';
import { figureIds, type FigureId } from './ids';
import { figures, type FigureEntry } from './registry';
import Speaking from './Speaking.svelte';

/** A figure by itself. */
export async function renderStill(id: FigureId, locale: Locale): Promise<string> {
	const { load, messages }: FigureEntry = figures[id];
	const { default: figure } = await load();
	const source = { locale, messages: await loadMessages(locale, messages) };
	const { body } = await render(Speaking, { props: { figure, source }, idPrefix: `${id}-` });
	// One element: what hydrates the page steps over it as a whole, so the marks of hydration in it are of no use.
	return `<div>${mute(body.replaceAll(/<!--[^]*?-->/g, ''))}</div>`;
}

/**
 * With its controls switched off one by one: nothing in it answers. A disabled fieldset would do it at once, but checkers take
 * what only scrolls in it to be out of the keyboard's reach.
 */
const mute = (html: string) =>
	html.replaceAll(/<(?:button|input|select|textarea)\b(?![^>]*\sdisabled\b)/g, '$& disabled');

/** All figures of the article by their ids. */
export async function renderStills(locale: Locale): Promise<Record<string, string>> {
	const entries = figureIds.map(async (id) => [id, await renderStill(id, locale)] as const);
	return Object.fromEntries(await Promise.all(entries));
}
