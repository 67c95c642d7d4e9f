import type { Language } from '$lib/i18n/language';
import { findVariant, variantNames } from '$lib/model/variants';

const small = variantNames.filter((name) => findVariant(name)?.family === 'small');
const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

/** The networks for small images, as groups of a select field: mixed, and their twins of one kind of block. */
export function networkGroups({ t }: Language) {
	return [
		{ label: t('network.mixed'), options: options(small.filter((name) => !/-(mbconv|fused)$/.test(name))) },
		{ label: t('network.allMbconv'), options: options(small.filter((name) => name.endsWith('-mbconv'))) },
		{ label: t('network.allFused'), options: options(small.filter((name) => name.endsWith('-fused'))) }
	];
}
