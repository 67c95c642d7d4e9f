import type { Locale } from '$lib/i18n/locale';
import type { MessageKey } from '$lib/i18n/message';
import type { PageWithMessages } from '$lib/i18n/messages';

export interface Page {
	/** SvelteKit's route. */
	readonly route:
		| '/[lang=lang]'
		| '/[lang=lang]/playground'
		| '/[lang=lang]/schedules'
		| '/[lang=lang]/blocks'
		| '/[lang=lang]/bottlenecks'
		| '/[lang=lang]/scaling'
		| '/[lang=lang]/search'
		| '/[lang=lang]/bench';
	readonly address: (lang: Locale) => `/${string}/`;
	/** Its name in the navigation. */
	readonly name: MessageKey & `nav.${string}`;
	/** Its messages beside those of all pages. */
	readonly messages?: readonly PageWithMessages[];
}

export const startPage: Page = {
	route: '/[lang=lang]',
	address: (lang) => `/${lang}/`,
	name: 'nav.start',
	messages: ['article', 'embed']
};

export const playgroundPage: Page = {
	route: '/[lang=lang]/playground',
	address: (lang) => `/${lang}/playground/`,
	name: 'nav.playground'
};

export const blocksPage: Page = {
	route: '/[lang=lang]/blocks',
	address: (lang) => `/${lang}/blocks/`,
	name: 'nav.blocks',
	messages: ['blocks', 'table3', 'compare', 'bench', 'walk']
};

export const bottlenecksPage: Page = {
	route: '/[lang=lang]/bottlenecks',
	address: (lang) => `/${lang}/bottlenecks/`,
	name: 'nav.bottlenecks',
	messages: ['bottlenecks', 'blocks', 'bench', 'tables']
};

export const schedulesPage: Page = {
	route: '/[lang=lang]/schedules',
	address: (lang) => `/${lang}/schedules/`,
	name: 'nav.schedules',
	messages: ['schedules']
};

export const searchPage: Page = {
	route: '/[lang=lang]/search',
	address: (lang) => `/${lang}/search/`,
	name: 'nav.search',
	messages: ['search']
};

export const scalingPage: Page = {
	route: '/[lang=lang]/scaling',
	address: (lang) => `/${lang}/scaling/`,
	name: 'nav.scaling',
	messages: ['scaling', 'design', 'tables', 'predict', 'bench']
};

export const benchPage: Page = {
	route: '/[lang=lang]/bench',
	address: (lang) => `/${lang}/bench/`,
	name: 'nav.bench',
	messages: ['bench']
};

/** A figure in a frame on somebody's page: no page of the navigation. */
export const embedRoute = '/[lang=lang]/embed/[figure=figure]';

/** Every page there is, in the order of the navigation. */
export const pages: readonly Page[] = [
	startPage,
	playgroundPage,
	schedulesPage,
	blocksPage,
	bottlenecksPage,
	scalingPage,
	searchPage,
	benchPage
];
