import { isLocale, type Locale } from '$lib/i18n/locale';

export function match(param: string): param is Locale {
	return isLocale(param);
}
