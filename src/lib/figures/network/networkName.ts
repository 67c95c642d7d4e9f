import type { Language } from '$lib/i18n/language';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { isNotation } from '$lib/model/notation';
import { findVariant } from '$lib/model/variants';

/** What a reader calls a network: a variant by its name, one of their own (model/notation.ts) by how large it is. */
export function networkName({ t, compact, integer }: Language, model: string): string {
	const variant = isNotation(model) ? findVariant(model) : undefined;
	if (variant === undefined) return model;
	const { parameters } = countGraph(buildGraph(variant), variant.evalSize);
	return t('network.own', { stages: integer(variant.stages.length), parameters: compact(parameters) });
}
