import type { Handle } from '@sveltejs/kit';
import { isLocale, languageTags } from '$lib/i18n/locale';

/** Sets `<html lang>` in the prerendered page; the layout keeps it right when the reader switches. */
export const handle: Handle = ({ event, resolve }) => {
	const param = event.params.lang ?? 'en';
	const tag = languageTags[isLocale(param) ? param : 'en'];
	return resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', tag) });
};
