import { loadSections } from '$lib/article/load';
import type { Locale } from '$lib/i18n/locale';
import type { PageLoad } from './$types';

/** Figures as HTML, made where the page is prerendered; a browser has them already, and loads nothing that makes them. */
async function stillsOf(locale: Locale): Promise<Record<string, string>> {
	if (!import.meta.env.SSR) return {};
	const { renderStills } = await import('$lib/figures/stills');
	return renderStills(locale);
}

export const load: PageLoad = async ({ params }) => ({
	sections: await loadSections(params.lang),
	stills: await stillsOf(params.lang)
});
