/** Steps, places and tensors of the walk in the reader's words. */
import type { Language } from '$lib/i18n/language';
import type { Maps, Place } from '$lib/labs/walk/maps';
import type { MatrixStep, Step } from '$lib/labs/walk/steps';
import { blockChannels } from '$lib/labs/walk/walk';
import { shown } from './numbers';

export const stepName = ({ t }: Language, { kind }: Step): string => t(`walk.step.${kind}`);

/** What the step does and what it costs. */
export function stepText({ t, integer }: Language, step: Step): string {
	const sizes = { in: integer(step.before.channels), out: integer(step.after.channels) };
	switch (step.kind) {
		case 'input':
			return t('walk.text.input', { channels: sizes.out });
		case 'dense':
			return t('walk.text.dense', { in: sizes.in, taps: integer(step.kernel ** 2 * step.reads) });
		case 'depthwise':
			return t('walk.text.depthwise', { in: sizes.in, dense: integer(9 * step.before.channels) });
		case 'squeeze':
			return t('walk.text.squeeze', { pixels: integer(step.before.side ** 2) });
		case 'reduce':
			return t('walk.text.reduce', { ...sizes, block: integer(blockChannels) });
		case 'gate':
			return t('walk.text.gate', { out: sizes.out });
		case 'scale':
			return t('walk.text.scale', { macs: integer(2 * step.op.channels * step.op.reduced) });
		case 'expand':
			return t('walk.text.expand', sizes);
		case 'project':
			return t('walk.text.project', sizes);
		case 'norm':
		case 'silu':
		case 'add':
			return t(`walk.text.${step.kind}`);
	}
}

export function placeText({ t, integer }: Language, { side }: Maps, { channel, y, x }: Place): string {
	const values = { channel: integer(channel + 1) };
	if (side === 1) return t('walk.at.row', values);
	return t('walk.at', { ...values, row: integer(y + 1), column: integer(x + 1) });
}

export function shapeText({ t, integer }: Language, { channels, side }: Maps): string {
	if (side > 1) return t('walk.shape', { channels: integer(channels), side: integer(side) });
	return channels === 1 ? t('walk.shape.one') : t('walk.shape.row', { channels: integer(channels) });
}

/** A tensor in a sentence, for whoever does not see it. */
export function tensorText(language: Language, title: string, maps: Maps): string {
	const end = (pick: (a: number, b: number) => number) =>
		shown(
			language,
			maps.values.reduce((a, b) => pick(a, b))
		);
	const ends = { min: end(Math.min), max: end(Math.max) };
	return language.t('walk.maps', { title, shape: shapeText(language, maps), ...ends });
}

/** A tensor with its title. */
export interface Titled {
	readonly title: string;
	readonly maps: Maps;
}

/** What a step reads. */
export function tensorsBefore({ t }: Language, step: Step): Titled[] {
	const { before } = step;
	switch (step.kind) {
		case 'input':
			return [{ title: t('walk.colours'), maps: before }];
		case 'add':
			return [
				{ title: t('walk.branch'), maps: before },
				{ title: t('walk.skip'), maps: step.skip }
			];
		default:
			return [{ title: t('walk.before'), maps: before }];
	}
}

export const activationName = ({ kind }: MatrixStep): string => (kind === 'reduce' ? 'SiLU' : 'sigmoid');
