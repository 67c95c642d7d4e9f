import type { MessageKey } from '$lib/i18n/message';

/** Terms that the article explains, in the order of the list at its end; their words are messages. */
export const glossary = [
	'top1',
	'parameters',
	'macs',
	'throughput',
	'imagenet',
	'conv',
	'depthwise',
	'pointwise',
	'mbconv',
	'fused',
	'se',
	'expansion',
	'stage',
	'residual',
	'compound',
	'nas',
	'regularisation',
	'dropout',
	'randaugment',
	'mixup',
	'cutmix',
	'droppath',
	'progressive',
	'epoch',
	'intensity',
	'tpu'
] as const;

type TermId = (typeof glossary)[number];

/** A message per term holds its name, another what it means. */
export const nameKey = (id: TermId) => `term.${id}` as const satisfies MessageKey;
export const meaningKey = (id: TermId) => `term.${id}.meaning` as const satisfies MessageKey;
