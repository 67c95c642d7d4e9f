/** The figures behind the drawings of image size and of convolutions, as texts. */
import type { Language } from '$lib/i18n/language';
import type { ConvRow } from '$lib/labs/bottlenecks/rows';
import type { PartResult } from '$lib/state/bottlenecks/results';
import { depthwiseExcess } from './depthwiseFigures';
import { sizePairs } from './sizeFigures';

export interface PartTable {
	readonly columns: readonly string[];
	/** The first cell of a row names it. */
	readonly rows: readonly (readonly string[])[];
	/** Below the table. */
	readonly notes: readonly string[];
}

const MIB = 2 ** 20;

/** @param batch the one that is the same at all sizes */
export function sizeTable(language: Language, result: PartResult<'size'>, batch: number): PartTable {
	const { t, integer, rate, threeDigits, fixed } = language;
	const pairs = sizePairs(result.told?.rows ?? []);
	const [fast, slow] = [
		t('bottlenecks.size.column.fast'),
		t('bottlenecks.size.column.slow', { batch: integer(batch) })
	];
	const speed = (value: number | null) => (value === null ? t('bottlenecks.size.noFit') : rate(value));
	const ends = (quartiles: readonly [number, number] | null) =>
		quartiles === null ? '–' : quartiles.map(rate).join('–');
	return {
		columns: [
			t('bottlenecks.size.column.size'),
			t('bottlenecks.size.column.imageBytes'),
			t('bottlenecks.size.column.batch'),
			t('bottlenecks.size.column.limit'),
			t('bottlenecks.size.column.bytes'),
			...[fast, slow].flatMap((name) => [name, t('bottlenecks.ofMiddle', { name })]),
			t('bottlenecks.size.column.gain')
		],
		rows: pairs.map(({ size, fixed: same, largest }) => [
			String(size),
			threeDigits(largest.imageBytes / MIB),
			integer(largest.batch),
			largest.limit === null ? '–' : t(`bottlenecks.size.limit.${largest.limit}`),
			threeDigits(largest.bytes / MIB),
			speed(largest.imagesPerSecond),
			ends(largest.quartiles),
			speed(same.imagesPerSecond),
			ends(same.quartiles),
			largest.imagesPerSecond === null || same.imagesPerSecond === null
				? '–'
				: fixed(largest.imagesPerSecond / same.imagesPerSecond, 2)
		]),
		notes: pairs.some(({ largest }) => largest.limit === 'time') ? [t('bottlenecks.size.timeNote')] : []
	};
}

/** Side of a map that is called small. */
const FEW_PIXELS = 4;
const convParts = ['depthwise', 'pointwise', 'dense'] as const;

export function depthwiseTable(
	language: Language,
	{ told, conditions }: PartResult<'depthwise'>,
	pass: ConvRow['pass']
): PartTable {
	const { t } = language;
	// Small images make late stages very small.
	const last = told?.stages.at(-1);
	const small = last !== undefined && last.side <= FEW_PIXELS ? String(last.side) : null;
	const size = String(conditions?.settings.size ?? '');
	return {
		columns: [
			t('bottlenecks.depthwise.axisX'),
			t('bottlenecks.depthwise.column.side'),
			...convParts.flatMap((part) => {
				const name = t(`bottlenecks.depthwise.column.${part}`);
				return [name, t('bottlenecks.ofMiddle', { name })];
			}),
			t('bottlenecks.depthwise.column.over'),
			t('bottlenecks.depthwise.column.share'),
			t('bottlenecks.depthwise.column.mbconv'),
			t('bottlenecks.depthwise.column.fused'),
			t('bottlenecks.depthwise.column.ratio')
		],
		rows: told === null ? [] : stageCells(language, told, pass),
		notes: small === null ? [] : [t('bottlenecks.depthwise.lateNote', { size, side: small })]
	};
}

function stageCells(
	{ threeDigits, percent, fixed }: Language,
	{ rows, stages }: NonNullable<PartResult<'depthwise'>['told']>,
	pass: ConvRow['pass']
): string[][] {
	const excess = depthwiseExcess(rows, pass);
	return stages.map(({ stage, side, mbconvMs, fusedMs, ratio, depthwiseShare }) => {
		const over = excess.find((each) => each.stage === stage);
		const figures = convParts.flatMap((part) => {
			const row = rows.find((each) => each.stage === stage && each.part === part && each.pass === pass);
			// Of what the clock rounded to nothing there is no figure.
			if (row === undefined || row.nsPerMac === 0) return ['–', '–'];
			return [threeDigits(row.nsPerMac), row.quartiles.map(threeDigits).join('–')];
		});
		return [
			...[String(stage), String(side), ...figures],
			over === undefined ? '–' : fixed(over.ratio, 2),
			percent(depthwiseShare, 0),
			threeDigits(mbconvMs),
			threeDigits(fusedMs),
			fixed(ratio, 2)
		];
	});
}
