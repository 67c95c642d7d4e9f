import type { Locale } from '$lib/i18n/locale';
import type { Section } from './section';

const texts: Readonly<Record<Locale, () => Promise<readonly Section[]>>> = {
	en: async () => (await import('./en')).default,
	zh: async () => (await import('./zh')).default
};

/** The article in one language; the other's is never fetched. */
export const loadSections = (locale: Locale) => texts[locale]();
