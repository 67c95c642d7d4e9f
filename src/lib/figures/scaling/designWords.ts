/** A design, its faults and its difference from a released network, in words and rows. */
import { stageText } from '$lib/figures/architecture/stageWords';
import { fieldMessage } from '$lib/figures/form/fieldMessage';
import type { TableCell, TableColumn, TableRow } from '$lib/figures/tables/rows';
import type { Language } from '$lib/i18n/language';
import { designLimits } from '$lib/state/scaling/design';
import type { DesignError } from '$lib/state/scaling/edit';
import { isEqual, type Beside, type PartDifference } from './compare';

/** Why a value was not taken; null where it was. */
export function errorText(language: Language, error: DesignError | undefined): string | null {
	if (error === undefined) return null;
	if ('field' in error) return fieldMessage(language, error.field);
	const { kind, value } = error.whole;
	const { t, integer } = language;
	return t(`design.limit.${kind}`, { value: integer(value), limit: integer(designLimits[kind]) });
}

/** Bytes as MB or GB, which are powers of ten. */
export function bytesText({ t, fixed }: Language, bytes: number): string {
	if (bytes < 1e9) return t('design.megabytes', { value: fixed(bytes / 1e6, bytes < 1e7 ? 1 : 0) });
	return t('design.gigabytes', { value: fixed(bytes / 1e9, 2) });
}

const numberColumns = [
	...(['layers', 'releasedLayers', 'layersMore'] as const),
	...(['channels', 'releasedChannels', 'channelsMore'] as const)
];

export function differenceColumns({ t }: Language): TableColumn[] {
	return [
		{ key: 'part', label: t('architecture.column.part'), numeric: false },
		{ key: 'verdict', label: t('design.column.verdict'), numeric: false },
		...numberColumns.map((key) => ({
			key,
			label: t(`design.column.${key}`),
			numeric: true
		})),
		{ key: 'block', label: t('design.column.block'), numeric: false }
	];
}

export function differenceRows(language: Language, parts: readonly PartDifference[]): TableRow[] {
	const { t } = language;
	const text = (value: string): TableCell => ({ text: value, value });
	return parts.map((part) => ({
		key: part.part,
		cells: [
			text(part.part === 'size' ? t('design.size') : stageText(language, part.part)),
			text(t(isEqual(part) ? 'design.asReleased' : 'design.differs')),
			...besideCells(language, part.layers),
			...besideCells(language, part.channels),
			text(t(part.sameBlock ? 'design.same' : 'design.other'))
		]
	}));
}

/** The design's number, the released one, and how many more the design has; a stage that is not there has none. */
function besideCells({ integer }: Language, { own, released }: Beside): TableCell[] {
	const cell = (value: number | null): TableCell => ({
		text: value === null ? '–' : integer(value),
		value
	});
	if (own === null && released === null) return [cell(null), cell(null), cell(null)];
	const more = (own ?? 0) - (released ?? 0);
	const sign = more > 0 ? '+' : more < 0 ? '−' : '';
	return [cell(own), cell(released), { text: `${sign}${integer(Math.abs(more))}`, value: more }];
}
