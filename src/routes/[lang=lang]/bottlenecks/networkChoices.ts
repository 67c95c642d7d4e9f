import type { Language } from '$lib/i18n/language';
import { findVariant, variantNames } from '$lib/model/variants';

/** Twins have the same stages as the network that they are of. */
const originals = variantNames.filter((name) => !/-(mbconv|fused)$/.test(name));

/** Groups of a select field: V1 first, for the question is about it. */
export function networkChoices({ t }: Language) {
	const families = [
		['efficientnet_v1', t('bottlenecks.group.v1')],
		['efficientnetv2', 'EfficientNetV2'],
		['small', t('blocks.group.small')]
	] as const;
	return families.map(([family, label]) => ({
		label,
		options: originals
			.filter((name) => findVariant(name)?.family === family)
			.map((name) => ({ value: name, label: name }))
	}));
}
