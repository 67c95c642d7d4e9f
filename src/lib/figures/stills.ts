/** Figures as HTML for the prerendered page: what they show before, and without, JavaScript. Never loaded in a browser. */
import { render } from 'svelte/server';
import type { Locale } from '$lib/i18n/locale';
import { loadMessages } from '$lib/i18n/messages';
import heights from './heights.json';
import { figureIds, type FigureId } from './ids';
import { figures, type FigureEntry } from './registry';
import Speaking from './Speaking.svelte';

/** How high a figure opens in a wide window and in that of a phone, pixels; scripts/figureHeights.mjs measures it. */
const heightsOf: Readonly<Record<FigureId, Readonly<Record<Locale, readonly number[]>>>> = heights;

/** The room of a figure where it is not laid out, or text; FigureFrame keeps it. */
function roomOf(id: FigureId, locale: Locale): string {
	const [wide = 0, narrow = 0] = heightsOf[id][locale].map((height) => height / 16);
	return `style="--wide: ${wide}rem; --narrow: ${narrow}rem"`;
}

async function renderFigure(id: FigureId, locale: Locale): Promise<string> {
	const { load, messages }: FigureEntry = figures[id];
	const { default: figure } = await load();
	const source = { locale, messages: await loadMessages(locale, messages) };
	const { body } = await render(Speaking, { props: { figure, source }, idPrefix: `${id}-` });
	return body;
}

/** A figure by itself. */
export const renderStill = async (id: FigureId, locale: Locale) =>
	plainStill(await renderFigure(id, locale), roomOf(id, locale));

/** What `render` gave, as one element. What hydrates the page steps over it as a whole: the marks of hydration in it are of no use. */
export const plainStill = (body: string, attributes = '') =>
	`<div ${attributes}>${mute(body.replaceAll(/<!--[^]*?-->/g, ''))}</div>`;

/**
 * With its controls switched off one by one: nothing in it answers. A disabled fieldset would do it at once, but checkers take
 * what only scrolls in it to be out of the keyboard's reach.
 */
const mute = (html: string) =>
	html.replaceAll(/<(?:button|input|select|textarea)\b(?![^>]*\sdisabled\b)/g, '$& disabled');

/** What a figure says without JavaScript alone cannot stand in a `noscript` of its own inside of one. */
const folded = (html: string) =>
	html.replaceAll(/<noscript\b/g, '<div data-noscript').replaceAll('</noscript>', '</div>');

/**
 * All figures of the article by their ids. The first stands there at once. The others are text until the reader comes near,
 * see app.html: a browser that looks for forms to fill in lays out every figure with a field in it, however far away.
 */
export async function renderStills(locale: Locale): Promise<Record<string, string>> {
	const entries = figureIds.map(async (id, index) => {
		if (index === 0) return [id, await renderStill(id, locale)] as const;
		const text = folded(plainStill(await renderFigure(id, locale)));
		return [id, `<div data-still ${roomOf(id, locale)}><noscript>${text}</noscript></div>`] as const;
	});
	return Object.fromEntries(await Promise.all(entries));
}
