import type { LanguageSource } from '$lib/i18n/language';
import { loadMessages } from '$lib/i18n/messages';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad<LanguageSource> = async ({ params }) => ({
	locale: params.lang,
	messages: await loadMessages(params.lang)
});
