/** The languages of the site, as they stand in its addresses. */
export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

export function isLocale(text: string): text is Locale {
	return (locales as readonly string[]).includes(text);
}

/** BCP 47 tags for `<html lang>` and `hreflang`. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-Hans' };

/** Each language by its own name, for the switch. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '中文' };

/** The first of the reader's languages (as `navigator.languages` lists them) that the site speaks; English otherwise. */
export function preferredLocale(tags: readonly string[]): Locale {
	for (const tag of tags) {
		const primary = tag.toLowerCase().split('-')[0] ?? '';
		if (isLocale(primary)) return primary;
	}
	return 'en';
}
