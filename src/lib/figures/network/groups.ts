import type { Language } from '$lib/i18n/language';
import { findVariant, variantNames } from '$lib/model/variants';
import { networkName } from './networkName';

const small = variantNames.filter((name) => findVariant(name)?.family === 'small');
const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

/**
 * The networks for small images, as groups of a select field: mixed, and their twins of one kind of block; first the
 * present one, where it is none of these.
 */
export function networkGroups(language: Language, model?: string) {
	const { t } = language;
	const present =
		model === undefined || small.includes(model)
			? []
			: [{ label: t('network.other'), options: [{ value: model, label: networkName(language, model) }] }];
	return [
		...present,
		{ label: t('network.mixed'), options: options(small.filter((name) => !/-(mbconv|fused)$/.test(name))) },
		{ label: t('network.allMbconv'), options: options(small.filter((name) => name.endsWith('-mbconv'))) },
		{ label: t('network.allFused'), options: options(small.filter((name) => name.endsWith('-fused'))) }
	];
}
