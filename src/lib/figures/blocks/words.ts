/** Blocks, their operations and devices in the reader's words. */
import type { Language } from '$lib/i18n/language';
import type { OpCost } from '$lib/model/blockCost';
import type { BlockOp } from '$lib/model/variant';
import type { BlockResult } from '$lib/state/blocks/results';
import type { BlockDevice, BlockEngine } from '$lib/worker/blocksProtocol';
import { deviceText as deviceOf } from '../race/contestant';

export const opText = ({ t }: Language, op: BlockOp): string =>
	t(op === 'mbconv' ? 'block.mbconv' : 'block.fused');

/** What it computes on; the engine's own name until its device is told. */
export const deviceText = (language: Language, engine: BlockEngine, device: BlockDevice | null): string =>
	device === null ? language.t(`blocks.${engine}`) : deviceOf(language, engine, device);

export const resultText = (language: Language, { engine, device }: BlockResult): string =>
	deviceText(language, engine, device);

/** A line of a drawn block: an operation with the batch norm behind it. */
export interface BlockLine {
	readonly text: string;
	readonly squeeze: boolean;
	/** Multiply-adds of an image; 0 for an addition. */
	readonly macs: number;
	/** Side and channels of what leaves it. */
	readonly tensor: string;
}

/** The operations of a block, each with what is done to its result at once. */
export function blockLines(language: Language, ops: readonly OpCost[], batch: number): BlockLine[] {
	const { t } = language;
	const lines: BlockLine[] = [];
	for (const { op, side, macs } of ops) {
		const last = lines.at(-1);
		if (op.kind === 'batchNorm' && last !== undefined) {
			const after = op.activation === 'silu' ? ['BN', 'SiLU'] : ['BN'];
			lines[lines.length - 1] = { ...last, text: [last.text, ...after].join(t('blocks.and')) };
			continue;
		}
		const text = opWords(language, op);
		if (text === null) continue;
		const tensor = `${side}×${side}×${channelsOf(op) ?? last?.tensor.split('×').at(-1) ?? ''}`;
		lines.push({ text, squeeze: op.kind === 'squeezeExcite', macs: macs / batch, tensor });
	}
	return lines;
}

function channelsOf(op: OpCost['op']): number | null {
	if (op.kind === 'conv') return op.out;
	return 'channels' in op ? op.channels : null;
}

function opWords({ t }: Language, op: OpCost['op']): string | null {
	const strided = (text: string, stride: number) =>
		stride === 1 ? text : `${text}${t('blocks.and')}${t('blocks.step.stride', { stride: String(stride) })}`;
	switch (op.kind) {
		case 'conv': {
			const sizes = { kernel: String(op.kernel), in: String(op.in), out: String(op.out) };
			return strided(t('blocks.step.conv', sizes), op.stride);
		}
		case 'depthwise': {
			const sizes = { kernel: String(op.kernel), channels: String(op.channels) };
			return strided(t('blocks.step.depthwise', sizes), op.stride);
		}
		case 'squeezeExcite':
			return t('blocks.step.squeeze', { channels: String(op.channels), reduced: String(op.reduced) });
		case 'add':
			return t('blocks.step.add');
		default:
			return null;
	}
}
