import { networkGroups } from '$lib/figures/network/groups';
import type { Language } from '$lib/i18n/language';
import { findVariant, variantNames } from '$lib/model/variants';
import type { Family } from '$lib/model/variant';

const namesOf = (family: Family) =>
	variantNames
		.filter((name) => findVariant(name)?.family === family)
		.map((name) => ({ value: name, label: name }));

/** Every variant, as groups of a select field: V2, V1, and the networks for small images. */
export function allGroups(language: Language) {
	return [
		{ label: 'EfficientNetV2', options: namesOf('efficientnetv2') },
		{ label: 'EfficientNet', options: namesOf('efficientnet_v1') },
		...networkGroups(language)
	];
}
