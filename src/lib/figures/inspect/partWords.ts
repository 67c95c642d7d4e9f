import type { Language } from '$lib/i18n/language';
import type { Layer, LayerFacts } from './layers';

/** What a part of the network is called: blocks are counted from 1. */
export function partName({ t, integer }: Language, id: string): string {
	if (id === 'stem') return t('part.stem');
	if (id === 'head') return t('part.head');
	const block = Number(id);
	return Number.isInteger(block) ? t('part.block', { number: integer(block + 1) }) : id;
}

export function shapeWords(
	{ t, integer }: Language,
	{ side, channels }: Pick<Layer, 'side' | 'channels'>
): string {
	if (side === 1) return t('part.features', { channels: integer(channels) });
	return t('part.shape', { side: integer(side), channels: integer(channels) });
}

/** What makes a layer, in words; timm's name alone where that is not known. */
export function layerWords({ t, integer }: Language, name: string, facts: LayerFacts | undefined): string {
	if (facts === undefined) return name;
	const kernel = integer(facts.kernel ?? 1);
	switch (facts.kind) {
		case 'conv':
			return t('layer.conv', { kernel });
		case 'depthwise':
			return t('layer.depthwise', { kernel });
		case 'batchNorm':
			return t(facts.activation ? 'layer.batchNormSilu' : 'layer.batchNorm');
		default:
			return t(`layer.${facts.kind}`);
	}
}
