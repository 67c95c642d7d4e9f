import { resolve } from '$app/paths';
import type { LabName } from '$lib/figures/registry';
import type { Locale } from '$lib/i18n/locale';
import { blocksPage, playgroundPage, scalingPage, schedulesPage, searchPage } from './pages';

/** Where a reader goes on with a figure. */
export const labAddresses = (locale: Locale): Readonly<Record<LabName, string>> => ({
	playground: resolve(playgroundPage.address(locale)),
	schedules: resolve(schedulesPage.address(locale)),
	blocks: resolve(blocksPage.address(locale)),
	scaling: resolve(scalingPage.address(locale)),
	search: resolve(searchPage.address(locale))
});
