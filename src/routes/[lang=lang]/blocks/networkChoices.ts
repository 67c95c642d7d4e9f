import type { Language } from '$lib/i18n/language';
import type { Family } from '$lib/model/variant';
import { findVariant, variantNames } from '$lib/model/variants';

/** Networks whose stages can be drawn and measured; twins have the same stages as the network that they are of. */
const originals = variantNames.filter((name) => !/-(mbconv|fused)$/.test(name));

const ofFamily = (family: Family) =>
	originals
		.filter((name) => findVariant(name)?.family === family)
		.map((name) => ({ value: name, label: name }));

/** Groups of a select field: the networks by family, and a block of one's own sizes. */
export function networkChoices({ t }: Language) {
	return [
		{ label: t('blocks.group.small'), options: ofFamily('small') },
		{ label: 'EfficientNetV2', options: ofFamily('efficientnetv2') },
		{ label: 'EfficientNet', options: ofFamily('efficientnet_v1') },
		{ label: t('blocks.group.own'), options: [{ value: 'own', label: t('blocks.ownSizes') }] }
	];
}
