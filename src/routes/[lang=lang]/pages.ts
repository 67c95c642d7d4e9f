import type { Locale } from '$lib/i18n/locale';
import type { MessageKey } from '$lib/i18n/message';

interface Page {
	/** SvelteKit's route. */
	readonly route:
		| '/[lang=lang]'
		| '/[lang=lang]/playground'
		| '/[lang=lang]/schedules'
		| '/[lang=lang]/scaling'
		| '/[lang=lang]/bench';
	readonly address: (lang: Locale) => `/${string}/`;
	/** Its name in the navigation. */
	readonly name: MessageKey & `nav.${string}`;
}

export const startPage: Page = {
	route: '/[lang=lang]',
	address: (lang) => `/${lang}/`,
	name: 'nav.start'
};

export const playgroundPage: Page = {
	route: '/[lang=lang]/playground',
	address: (lang) => `/${lang}/playground/`,
	name: 'nav.playground'
};

export const schedulesPage: Page = {
	route: '/[lang=lang]/schedules',
	address: (lang) => `/${lang}/schedules/`,
	name: 'nav.schedules'
};

export const scalingPage: Page = {
	route: '/[lang=lang]/scaling',
	address: (lang) => `/${lang}/scaling/`,
	name: 'nav.scaling'
};

export const benchPage: Page = {
	route: '/[lang=lang]/bench',
	address: (lang) => `/${lang}/bench/`,
	name: 'nav.bench'
};

/** Every page there is, in the order of the navigation. */
export const pages: readonly Page[] = [startPage, playgroundPage, schedulesPage, scalingPage, benchPage];
