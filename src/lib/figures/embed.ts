/** A figure in a frame on somebody's page: its address, the code of the frame, what the frame tells the page. */
import type { Locale } from '$lib/i18n/locale';
import type { FigureId } from './ids';

export const embedThemes = ['system', 'light', 'dark'] as const;
export type EmbedTheme = (typeof embedThemes)[number];

const heightType = 'efficientnetv2:height';

/** What a frame tells the page around it whenever its content has another height, pixels. */
export const heightMessage = (figure: FigureId, height: number) => ({ type: heightType, figure, height });

/** Names in the address of a frame that are not the figure's own; the address without a language has `lang`. */
const names = ['theme', 'lang'];

export interface Framed {
	readonly figure: FigureId;
	readonly locale: Locale;
	readonly theme: EmbedTheme;
	/** What the figure opens with, as part of a query; empty for how it opens by itself. */
	readonly query: string;
}

/** @param root Address of the site's root, with a slash at its end. */
export function embedAddress(root: string, { figure, locale, theme, query }: Framed): string {
	const parts = [theme === 'system' ? '' : `theme=${theme}`, query].filter(Boolean);
	const search = parts.length === 0 ? '' : `?${parts.join('&')}`;
	return new URL(`${locale}/embed/${figure}/${search}`, root).href;
}

/** The figure's own part of a frame's query. */
export function figureQuery(query: string): string {
	const own = new URLSearchParams(query);
	for (const name of names) own.delete(name);
	return own.toString();
}

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * The code to paste: the frame, and a line that gives it the height of its content.
 * @param height Before the first message, pixels.
 */
export function embedCode(address: string, title: string, height: number): string {
	const frame =
		`<iframe src="${escaped(address)}" title="${escaped(title)}" height="${height}" ` +
		'style="width: 100%; border: 0" loading="lazy"></iframe>';
	const follow =
		"addEventListener('message', ({ data, source }) => { " +
		`if (data?.type === '${heightType}') for (const frame of document.querySelectorAll('iframe')) ` +
		'if (frame.contentWindow === source) frame.height = data.height; });';
	return `${frame}\n<script>${follow}</${'script'}>`;
}
