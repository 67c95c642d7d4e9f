import type { LanguageSource } from '$lib/i18n/language';
import { loadMessages } from '$lib/i18n/messages';
import type { LayoutLoad } from './$types';
import { embedRoute, pages, startPage } from './pages';

export const load: LayoutLoad<LanguageSource> = async ({ params, route }) => ({
	locale: params.lang,
	messages: await loadMessages(
		params.lang,
		(route.id === embedRoute ? startPage : pages.find((page) => page.route === route.id))?.messages
	)
});
