/** The rule of small images, as it was applied, and the network that it made, in words and rows. */
import type { TableCell, TableColumn, TableRow } from '$lib/figures/tables/rows';
import type { Language } from '$lib/i18n/language';
import type { Counts } from '$lib/model/counts';
import type { SmallNetwork } from '$lib/model/smallImages';
import type { Variant } from '$lib/model/variant';
import { smallBlocks, type SmallSource } from './smallSource';

/** Step by step what was done. */
export function smallRule(
	{ t, compact, integer, fixed }: Language,
	{ width, depth, unhalved }: SmallNetwork,
	{ budget }: SmallSource
): string[] {
	const which =
		unhalved.length > 0
			? t('small.rule.unhalved', { stages: unhalved.map(String).join(t('value.next')) })
			: t('small.rule.allHalve');
	const [limit, most] = [integer(smallBlocks), compact(Number(budget))];
	return [
		t('small.rule.sides', { which }),
		depth === 1
			? t('small.rule.allBlocks', { limit })
			: t('small.rule.blocks', { depth: fixed(depth, 2), limit }),
		width === 1
			? t('small.rule.allWidth', { budget: most })
			: t('small.rule.width', { width: fixed(width, 3), budget: most }),
		t('small.rule.kept')
	];
}

export function smallColumns({ t }: Language): TableColumn[] {
	const columns = ['blocks', 'channels', 'side', 'parameters', 'macs'] as const;
	return [
		{ key: 'part', label: t('architecture.column.part'), numeric: false },
		{ key: 'operator', label: t('architecture.column.operator'), numeric: false },
		{ key: 'stride', label: t('small.column.stride'), numeric: true },
		...columns.map((key) => ({ key, label: t(`architecture.column.${key}`), numeric: true }))
	];
}

/** A row a part, from stem to classifier; counts are per image. */
export function smallRows(
	{ t, integer }: Language,
	{ stem, stages }: Variant,
	counts: Counts,
	nameOf: (part: string) => string
): TableRow[] {
	const text = (value: string): TableCell => ({ text: value, value });
	const count = (value: number | null): TableCell => ({
		text: value === null ? '' : integer(value),
		value
	});
	return counts.stages.map(({ name, blocks, outChannels, outSize, parameters, macs }) => {
		const table = stages[Number(/^stage(\d+)$/.exec(name)?.[1]) - 1];
		const operator =
			table === undefined
				? ''
				: `${t(table.op === 'mbconv' ? 'block.mbconv' : 'block.fused')}${table.expandRatio}, ${table.kernel}×${table.kernel}`;
		const stride = name === 'stem' ? stem.stride : (table?.stride ?? null);
		return {
			key: name,
			cells: [
				text(nameOf(name)),
				text(operator),
				...[stride, blocks, outChannels, outSize, parameters, macs].map(count)
			]
		};
	});
}
