import type { LanguageSource } from '$lib/i18n/language';
import { loadMessages } from '$lib/i18n/messages';
import type { LayoutLoad } from './$types';
import { pages } from './pages';

export const load: LayoutLoad<LanguageSource> = async ({ params, route }) => ({
	locale: params.lang,
	messages: await loadMessages(params.lang, pages.find((page) => page.route === route.id)?.messages)
});
