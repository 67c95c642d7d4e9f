import type { Language } from '$lib/i18n/language';
import {
	ranking,
	stepGigaflops,
	yardstickOf,
	type MatmulRates,
	type RaceResult
} from '$lib/state/raceResult';
import { contestantText } from './contestant';

/** What the shares are taken of. */
export interface Yardstick {
	/** Multiply-adds of a forward pass, per image. */
	readonly macs: number;
	readonly matmul: MatmulRates;
}

export interface Figure {
	readonly label: string;
	/** In the order of the results; a dash for what is not known. */
	readonly values: readonly string[];
}

/** Every figure of a race in words, a line each. */
export function raceFigures(
	language: Language,
	results: readonly RaceResult[],
	yardstick: Yardstick | null
): Figure[] {
	const { t, integer, threeDigits } = language;
	const line = (label: string, say: (result: RaceResult) => string | null): Figure => ({
		label,
		values: results.map((result) => say(result) ?? '–')
	});
	const speed = ({ row }: RaceResult) => row?.imagesPerSecond ?? null;
	const number = (value: number | null | undefined, say: (value: number) => string) =>
		value === null || value === undefined ? null : say(value);
	return [
		line(t('bench.median'), (result) => number(speed(result)?.median, threeDigits)),
		line(t('bench.range'), (result) => {
			const range = speed(result);
			return range === null ? null : `${threeDigits(range.min)}–${threeDigits(range.max)}`;
		}),
		ratios(language, results),
		line(t('bench.share'), (result) => shareOf(language, result, yardstick)),
		line(t('bench.host'), ({ row }) => number(row?.hostMs, threeDigits)),
		line(t('bench.dispatches'), ({ row }) => number(row?.dispatches, integer)),
		line(t('bench.pipelines'), ({ row }) => number(row?.pipelines, integer)),
		line(t('bench.compile'), ({ row }) => number(row?.compileMs, (ms) => threeDigits(ms / 1000))),
		line(t('bench.buffers'), ({ row }) => number(row?.bufferBytes, (bytes) => threeDigits(bytes / 1e6))),
		line(t('bench.warmUp'), ({ pace }) => number(pace?.warmUp, integer)),
		line(t('bench.steps'), ({ pace }) => number(pace?.steps, integer)),
		line(t('bench.taken'), ({ rates, row }) => (row === null ? null : integer(rates.length)))
	];
}

/** Each median over that of the slowest, who is named; dashes before two have taken a turn. */
function ratios(language: Language, results: readonly RaceResult[]): Figure {
	const { t, threeDigits } = language;
	const ranked = ranking(results);
	const slowest = ranked.at(-1);
	if (slowest === undefined || ranked.length < 2) {
		return { label: t('bench.ratio'), values: results.map(() => '–') };
	}
	const { median } = slowest.row.imagesPerSecond;
	return {
		label: t('bench.ratioTo', { slowest: contestantText(language, slowest.contestant) }),
		values: results.map((result) => {
			if (result === slowest) return '1';
			return result.row === null ? '–' : threeDigits(result.row.imagesPerSecond.median / median);
		})
	};
}

function shareOf({ percent }: Language, result: RaceResult, yardstick: Yardstick | null): string | null {
	if (yardstick === null || result.row === null) return null;
	const matmul = yardstickOf(result, yardstick.matmul);
	if (matmul === null) return null;
	return percent(stepGigaflops(result.row.imagesPerSecond.median, yardstick.macs) / matmul);
}
