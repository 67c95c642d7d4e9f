/** Stages in words, and as rows of a table. */
import type { TableCell, TableColumn, TableRow } from '$lib/figures/tables/rows';
import type { Language } from '$lib/i18n/language';
import { measures, type NetworkView, type StageView } from './stages';

/** `stage 3`, `stem`, `head`, `classifier` */
export function stageText({ t }: Language, name: string): string {
	const number = /^stage(\d+)$/.exec(name)?.[1];
	if (number !== undefined) return t('architecture.stage', { stage: number });
	if (name === 'stem') return t('architecture.stem');
	return name === 'classifier' ? t('architecture.classifier') : t('architecture.head');
}

/** `4 × Fused-MBConv4, 3×3 · 48 channels · 96 px`: the parts of it. */
export function stageParts({ t }: Language, { drawn, blocks, outChannels, outSize }: StageView): string[] {
	const channels = t('network.stageChannels', { channels: String(outChannels) });
	const side = t('unit.px', { value: String(outSize) });
	if (drawn === null) return [channels, side];
	const { op, expandRatio, kernel } = drawn;
	const block = t(op === 'mbconv' ? 'block.mbconv' : 'block.fused');
	return [`${blocks} × ${block}${expandRatio}, ${kernel}×${kernel}`, channels, side];
}

export function stageColumns({ t }: Language): TableColumn[] {
	const words = ['network', 'part', 'operator'] as const;
	const numbers = ['blocks', 'channels', 'side', 'parameters', 'macs', 'convOutputElements'] as const;
	return [
		...words.map((key) => ({ key, label: t(`architecture.column.${key}`), numeric: false })),
		...numbers.map((key) => ({ key, label: t(`architecture.column.${key}`), numeric: true })),
		...measures.map((measure) => ({
			key: `share-${measure}`,
			label: t('architecture.share', { of: t(`architecture.column.${measure}`) }),
			numeric: true
		}))
	];
}

/** The stages of all networks, one after the other; counts are per image. */
export function stageRows(language: Language, networks: readonly NetworkView[]): TableRow[] {
	const { t, integer, percent } = language;
	const text = (value: string): TableCell => ({ text: value, value });
	const count = (value: number): TableCell => ({ text: integer(value), value });
	return networks.flatMap(({ name, stages }, network) =>
		[...stages.values()].map((stage) => {
			const { drawn, blocks, outChannels, outSize, shares } = stage;
			const operator =
				drawn === null
					? ''
					: `${t(drawn.op === 'mbconv' ? 'block.mbconv' : 'block.fused')}${drawn.expandRatio}, ${drawn.kernel}×${drawn.kernel}`;
			return {
				key: `${network} ${stage.name}`,
				cells: [
					...[text(name), text(stageText(language, stage.name)), text(operator)],
					...[blocks, outChannels, outSize].map(count),
					...measures.map((measure) => count(stage[measure])),
					...measures.map((measure) => ({ text: percent(shares[measure]), value: shares[measure] }))
				]
			};
		})
	);
}
