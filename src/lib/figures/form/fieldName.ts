/** What the fields of a configuration are called, and their values, in the reader's words. */
import { networkName } from '$lib/figures/network/networkName';
import type { Language } from '$lib/i18n/language';
import type { MessageKey } from '$lib/i18n/message';

const names: Readonly<Partial<Record<string, PlainKey>>> = {
	model: 'network.variant',
	padding: 'field.padding',
	'data.kind': 'field.data.kind',
	'data.seed': 'data.seed',
	'data.train': 'data.train',
	'data.test': 'data.test',
	'data.noise': 'field.data.noise',
	'data.labelNoise': 'field.data.labelNoise',
	'data.side': 'field.data.side',
	seed: 'recipe.seed',
	batch: 'recipe.batch',
	'stages.size': 'schedule.size',
	'stages.epochs': 'schedule.epochs',
	'stages.dropout': 'schedule.dropout',
	'stages.randaugment': 'schedule.randaugment',
	'stages.mixup': 'schedule.mixup',
	'stages.cutmix': 'schedule.cutmix',
	'stages.dropPath': 'schedule.dropPath',
	order: 'recipe.order',
	'optimizer.kind': 'recipe.optimizer',
	'optimizer.momentum': 'field.momentum',
	'learningRate.schedule': 'recipe.schedule',
	'learningRate.peak': 'recipe.peak',
	'learningRate.warmupEpochs': 'recipe.warmup',
	'learningRate.minimum': 'field.minimum',
	'learningRate.decay': 'field.decay',
	'learningRate.decayEpochs': 'field.decayEpochs',
	weightDecay: 'recipe.weightDecay',
	clipNorm: 'recipe.clip',
	labelSmoothing: 'recipe.labelSmoothing',
	randaugmentLayers: 'recipe.randaugmentLayers',
	interpolation: 'recipe.interpolation',
	emaDecay: 'recipe.ema',
	flip: 'recipe.flip',
	cropPadding: 'recipe.cropPadding',
	evalSize: 'field.evalSize',
	testSizes: 'field.testSizes'
};

/** Messages without a gap to fill. */
type PlainKey = Extract<
	MessageKey,
	`network.${string}` | `field.${string}` | `data.${string}` | `recipe.${string}` | `schedule.${string}`
>;

/** The name of a field by its path, see `fieldsOf`; the path itself where the page has none for it. */
export function fieldName(language: Pick<Language, 'message'>, field: string): string {
	const key = names[field];
	return key === undefined ? field : language.message(key).replaceAll('\u00ad', '');
}

/** What the values of a field are called that has a few of them. */
const words: Readonly<Partial<Record<string, Readonly<Partial<Record<string, PlainKey>>>>>> = {
	'data.kind': {
		procedural: 'data.procedural',
		cifar10: 'data.cifar10',
		cifar100: 'data.cifar100',
		folders: 'data.folders'
	},
	order: { progressive: 'recipe.order.progressive', random: 'recipe.order.random' },
	'optimizer.kind': { sgd: 'recipe.sgd', rmsprop: 'recipe.rmsprop', adamw: 'recipe.adamw' },
	'learningRate.schedule': {
		cosine: 'recipe.cosine',
		constant: 'recipe.constant',
		exponential: 'recipe.exponential',
		'one-cycle': 'recipe.one-cycle'
	},
	interpolation: { nearest: 'recipe.nearest', bilinear: 'recipe.bilinear' }
};

/**
 * A value of a field as the reader would write it; a column of the stages that has one value as that, but for the epochs,
 * whose number tells that of the stages.
 */
export function fieldValue(language: Language, field: string, value: unknown): string {
	const { t, plain } = language;
	if (value === undefined) return t('value.absent');
	if (value === null) return t('value.none');
	if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
	if (typeof value === 'number') return plain(value);
	if (typeof value === 'string') {
		if (field === 'model') return networkName(language, value);
		const word = words[field]?.[value];
		return word === undefined ? value : language.message(word);
	}
	if (!Array.isArray(value)) return JSON.stringify(value);
	if (value.length === 0) return t('value.none');
	const texts = value.map((one) => fieldValue(language, field, one));
	const one = field !== 'stages.epochs' && texts.length > 1 && texts.every((text) => text === texts[0]);
	return one ? texts[0]! : texts.join(t('value.next'));
}
