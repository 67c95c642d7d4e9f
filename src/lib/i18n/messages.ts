import type { Locale } from './locale';
import type { Messages } from './message';

type Some = Partial<Messages>;
type Load = Readonly<Record<Locale, () => Promise<Some>>>;

const shared: Load = {
	en: async () => (await import('./en/shared')).shared,
	zh: async () => (await import('./zh/shared')).shared
};

/** Messages that few pages have. */
const ofPage = {
	article: {
		en: async () => (await import('./en/article')).article,
		zh: async () => (await import('./zh/article')).article
	},
	embed: {
		en: async () => (await import('./en/embed')).embed,
		zh: async () => (await import('./zh/embed')).embed
	},
	bench: {
		en: async () => (await import('./en/bench')).bench,
		zh: async () => (await import('./zh/bench')).bench
	},
	schedules: {
		en: async () => (await import('./en/schedules')).schedules,
		zh: async () => (await import('./zh/schedules')).schedules
	},
	blocks: {
		en: async () => (await import('./en/blocks')).blocks,
		zh: async () => (await import('./zh/blocks')).blocks
	},
	bottlenecks: {
		en: async () => (await import('./en/bottlenecks')).bottlenecks,
		zh: async () => (await import('./zh/bottlenecks')).bottlenecks
	},
	table3: {
		en: async () => (await import('./en/table3')).table3,
		zh: async () => (await import('./zh/table3')).table3
	},
	compare: {
		en: async () => (await import('./en/compare')).compare,
		zh: async () => (await import('./zh/compare')).compare
	},
	scaling: {
		en: async () => (await import('./en/scaling')).scaling,
		zh: async () => (await import('./zh/scaling')).scaling
	},
	design: {
		en: async () => (await import('./en/design')).design,
		zh: async () => (await import('./zh/design')).design
	},
	predict: {
		en: async () => (await import('./en/predict')).predict,
		zh: async () => (await import('./zh/predict')).predict
	},
	tables: {
		en: async () => (await import('./en/tables')).tables,
		zh: async () => (await import('./zh/tables')).tables
	},
	search: {
		en: async () => (await import('./en/search')).search,
		zh: async () => (await import('./zh/search')).search
	},
	walk: {
		en: async () => (await import('./en/walk')).walk,
		zh: async () => (await import('./zh/walk')).walk
	},
	flow: {
		en: async () => (await import('./en/flow')).flow,
		zh: async () => (await import('./zh/flow')).flow
	}
} as const satisfies Record<string, Load>;

/** A page with messages of its own. */
export type PageWithMessages = keyof typeof ofPage;
export const pagesWithMessages = Object.keys(ofPage) as PageWithMessages[];

const loaded: Record<Locale, Some> = { en: {}, zh: {} };

/**
 * One language's messages; the other's are never fetched, nor are those of pages that were not opened. What was loaded
 * before stays: a page that is being left may still speak.
 */
export async function loadMessages(locale: Locale, pages: readonly PageWithMessages[] = []): Promise<Some> {
	const parts = await Promise.all(
		[shared, ...pages.map((page) => ofPage[page])].map((load) => load[locale]())
	);
	loaded[locale] = Object.assign({}, loaded[locale], ...parts) as Some;
	return loaded[locale];
}
