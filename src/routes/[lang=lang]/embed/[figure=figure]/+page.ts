import { figureIds, type FigureId } from '$lib/figures/ids';
import { locales, type Locale } from '$lib/i18n/locale';
import type { EntryGenerator, PageLoad } from './$types';

/** No page leads here: whoever embeds a figure has its address from the figure itself. */
export const entries: EntryGenerator = () =>
	locales.flatMap((lang) => figureIds.map((figure) => ({ lang, figure })));

/** The figure as HTML, made where the page is prerendered. */
async function stillOf(id: FigureId, locale: Locale): Promise<string | null> {
	if (!import.meta.env.SSR) return null;
	const { renderStill } = await import('$lib/figures/stills');
	return renderStill(id, locale);
}

export const load: PageLoad = async ({ params }) => ({
	figure: params.figure,
	still: await stillOf(params.figure, params.lang)
});
