import type { Language } from '$lib/i18n/language';
import type { PlainKey } from '$lib/i18n/message';
import { stepGigaflops, type RaceResult } from '$lib/state/raceResult';

/** What the shares are taken of; null where it is not known. */
export interface Yardstick {
	/** Multiply-adds of a forward pass, per image. */
	readonly macs: number;
	/** The adapter's matmul rate, GFLOP/s. */
	readonly matmul: number | null;
}

export interface Figure {
	readonly label: PlainKey;
	/** In the order of the results; a dash for what is not known. */
	readonly values: readonly string[];
}

/** Every figure of a race in words, a line each. */
export function raceFigures(
	language: Language,
	results: readonly RaceResult[],
	yardstick: Yardstick | null
): Figure[] {
	const { integer, threeDigits } = language;
	const line = (label: Figure['label'], say: (result: RaceResult) => string | null): Figure => ({
		label,
		values: results.map((result) => say(result) ?? '–')
	});
	const speed = ({ row }: RaceResult) => row?.imagesPerSecond ?? null;
	const number = (value: number | null | undefined, say: (value: number) => string) =>
		value === null || value === undefined ? null : say(value);
	return [
		line('bench.median', (result) => number(speed(result)?.median, threeDigits)),
		line('bench.range', (result) => {
			const range = speed(result);
			return range === null ? null : `${threeDigits(range.min)}–${threeDigits(range.max)}`;
		}),
		line('bench.share', (result) => shareOf(language, result, yardstick)),
		line('bench.host', ({ row }) => number(row?.hostMs, threeDigits)),
		line('bench.dispatches', ({ row }) => number(row?.dispatches, integer)),
		line('bench.pipelines', ({ row }) => number(row?.pipelines, integer)),
		line('bench.compile', ({ row }) => number(row?.compileMs, (ms) => threeDigits(ms / 1000))),
		line('bench.buffers', ({ row }) => number(row?.bufferBytes, (bytes) => threeDigits(bytes / 1e6))),
		line('bench.warmUp', ({ pace }) => number(pace?.warmUp, integer)),
		line('bench.steps', ({ pace }) => number(pace?.steps, integer)),
		line('bench.taken', ({ rates, row }) => (row === null ? null : integer(rates.length)))
	];
}

function shareOf({ percent }: Language, { row }: RaceResult, yardstick: Yardstick | null): string | null {
	const { macs = 0, matmul = null } = yardstick ?? {};
	if (row === null || matmul === null) return null;
	return percent(stepGigaflops(row.imagesPerSecond.median, macs) / matmul);
}
