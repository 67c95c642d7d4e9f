/** The points of the plots in words, and as a table. */
import type { TableColumn, TableRow } from '$lib/figures/tables/rows';
import type { Language } from '$lib/i18n/language';
import type { Cost, TradePoint } from './points';

/** A family in the reader's words: most are names. */
export function familyText({ t }: Language, family: string): string {
	if (family === 'transformers' || family === 'others') return t(`tables.term.${family}`);
	return family;
}

/** `EfficientNetV2-M: 85.1 %, 54 M parameters; Table 7, arXiv v3` */
export function pointText(language: Language, cost: Cost, point: TradePoint): string {
	const { t, fixed, plain } = language;
	const text = t('tradeoff.point', {
		model: point.model,
		top1: fixed(point.y, 1),
		cost: t(`tradeoff.value.${cost}`, { value: plain(point.x) }),
		source: sourceText(language, point)
	});
	return [text, ...unverifiedText(language, cost, point)].join(language.gap);
}

function unverifiedText({ t }: Language, cost: Cost, { unverified }: TradePoint): string[] {
	if (unverified.top1 && unverified.cost) return [t('tradeoff.unverified')];
	if (unverified.top1) return [t('tradeoff.unverified.top1')];
	return unverified.cost ? [t('tradeoff.unverified.cost', { cost: t(`tradeoff.over.${cost}`) })] : [];
}

function sourceText({ t }: Language, { edition }: TradePoint): string {
	return t(`tradeoff.from.${edition ?? 'readme'}`);
}

export function tradeColumns({ t }: Language, cost: Cost): TableColumn[] {
	return [
		{ key: 'model', label: t('tables.column.model'), numeric: false },
		{ key: 'family', label: t('tables.column.family'), numeric: false },
		{ key: 'top1', label: t('tables.column.top1'), numeric: true },
		{ key: 'cost', label: t(`tables.column.${cost}`), numeric: true },
		{ key: 'source', label: t('tables.sourceColumn'), numeric: false }
	];
}

export function tradeRows(language: Language, points: readonly TradePoint[]): TableRow[] {
	const words = (text: string) => ({ text, value: text });
	return points.map((point) => ({
		key: point.model,
		cells: [
			words(point.model),
			words(familyText(language, point.family)),
			{ text: language.fixed(point.y, 1), value: point.y, unverified: point.unverified.top1 },
			{ text: language.plain(point.x), value: point.x, unverified: point.unverified.cost },
			words(sourceText(language, point))
		]
	}));
}
