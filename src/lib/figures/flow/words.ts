/** Networks, parts and phases of the figure in the reader's words. */
import type { Language } from '$lib/i18n/language';
import type { FlowNetwork } from '$lib/labs/flow/networks';
import type { ImageFlow } from '$lib/state/flow.svelte';
import type { FlowRow } from './flowRows';

export const networkTitle = (network: FlowNetwork): string =>
	network === 'efficientnetv2-s' ? 'EfficientNetV2-S' : network;

/** Where it is, in one line beside its button. */
export function whereItIs({ t }: Language, { state, phase, parts }: ImageFlow): string {
	switch (state) {
		case 'idle':
			return '';
		case 'running':
			return t(`flow.phase.${phase ?? 'opening'}`);
		case 'finished':
			return t('flow.finished');
		case 'stopped':
			return t('flow.stopped');
		case 'failed':
			return parts.length === 0 ? '' : t('flow.failed');
	}
}

export function partName({ t, integer }: Language, { name, stage }: FlowRow): string {
	if (stage !== null) return t('flow.stage', { stage: integer(stage) });
	return t(name === 'stem' ? 'flow.stem' : name === 'classifier' ? 'flow.classifier' : 'flow.head');
}

/** Of what a part is made. */
export function partWords({ t, integer }: Language, { name, op, blocks }: FlowRow): string {
	if (op !== null) {
		const words = t(op === 'mbconv' ? 'block.mbconv' : 'block.fused');
		return t('flow.blocks', { op: words, count: integer(blocks) });
	}
	if (name === 'classifier') return t('flow.mean');
	return t('flow.conv', { kernel: name === 'stem' ? '3' : '1' });
}

export function shapeWords({ t, integer }: Language, { name, side, channels }: FlowRow): string {
	if (name === 'classifier') return t('flow.scores', { classes: integer(channels) });
	const shape = { side: integer(side), channels: integer(channels) };
	return t('flow.shape', shape);
}
