import type { Handle, HandleServerError } from '@sveltejs/kit';
import { isLocale, languageTags } from '$lib/i18n/locale';
import { structuredData } from './structuredData';

/** Sets `<html lang>` and the structured data of the prerendered page; the layout keeps the language right when the reader switches. */
export const handle: Handle = ({ event, resolve }) => {
	const param = event.params.lang ?? 'en';
	const tag = languageTags[isLocale(param) ? param : 'en'];
	return resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace('%lang%', tag).replace('%structured%', () => structuredData(html, tag))
	});
};

/** Pages name files that are made after them (`scripts/site/`); any other missing file ends the build with its own message. */
export const handleError: HandleServerError = ({ error, status }) => {
	if (status !== 404) console.error(error);
};
