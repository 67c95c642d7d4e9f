import type { PageLoad } from './$types';

/** The first panels as HTML, made where the page is prerendered; a browser has them already, and loads nothing that makes them. */
export const load: PageLoad<{ stills: Readonly<Record<string, string>> }> = async ({ parent }) => {
	if (!import.meta.env.SSR) return { stills: {} };
	const { renderStills } = await import('./stills');
	return { stills: await renderStills(await parent()) };
};
