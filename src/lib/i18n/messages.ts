import type { Locale } from './locale';
import type { Messages } from './message';

const load: Readonly<Record<Locale, () => Promise<Messages>>> = {
	en: async () => (await import('./en')).en,
	zh: async () => (await import('./zh')).zh
};

/** One language's messages; the other's are never fetched. */
export function loadMessages(locale: Locale): Promise<Messages> {
	return load[locale]();
}
