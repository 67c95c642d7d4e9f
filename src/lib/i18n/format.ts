import type { Locale } from './locale';

/** A narrow space that does not break, between a number and its unit. */
const space = '\u202f';

const numberTags: Readonly<Record<Locale, string>> = { en: 'en-GB', zh: 'zh-CN' };

const formatters = new Map<string, Intl.NumberFormat>();

/** What formats numbers in one way. To make it takes a hundred times as long as to use it, so each is kept. */
function formatter(locale: Locale, digits: 'Fraction' | 'Significant', least: number, most: number) {
	const key = `${locale} ${digits} ${least} ${most}`;
	let known = formatters.get(key);
	if (known === undefined) {
		const options = { [`minimum${digits}Digits`]: least, [`maximum${digits}Digits`]: most };
		formatters.set(key, (known = new Intl.NumberFormat(numberTags[locale], options)));
	}
	return known;
}

/**
 * The shortest digits of a number that both languages write so: below a thousand, with no power of ten, and no negative zero;
 * null for others. Most numbers of a page are such, and its first formatter takes longer than all its other words.
 */
function bare(value: number): string | null {
	const text = String(value);
	return Math.abs(value) < 999 && !text.includes('e') && !Object.is(value, -0) ? text : null;
}

/** `5,000` */
export const integer = (value: number, locale: Locale): string => fixed(value, 0, locale);

/** Exactly `digits` digits after the point, so that a number changes in place without changing width. */
export function fixed(value: number, digits: number, locale: Locale): string {
	const [, decimals = ''] = bare(value)?.split('.') ?? [];
	// Between two it is the digits that decide, and in `toFixed` what a double makes of them.
	const between = decimals.length === digits + 1 && decimals.endsWith('5');
	if (bare(value) !== null && !between) return value.toFixed(digits);
	return formatter(locale, 'Fraction', digits, digits).format(value);
}

/** So many significant digits where both languages write them alike, and they are what a formatter would take; null elsewhere. */
function significant(value: number, digits: number): string | null {
	const own = bare(value)?.replaceAll(/[-.]/g, '').replace(/^0+/, '');
	// See `fixed`: between two.
	if (own === undefined || (own.length === digits + 1 && own.endsWith('5'))) return null;
	return value.toPrecision(digits);
}

/** As few digits as the number needs: `0.05`, `0.0005`, `12`. */
export function plain(value: number, locale: Locale): string {
	const digits = significant(value, 4);
	return digits === null ? formatter(locale, 'Significant', 1, 4).format(value) : String(Number(digits));
}

const englishUnits = [
	{ from: 1e15, unit: 'P' },
	{ from: 1e12, unit: 'T' },
	{ from: 1e9, unit: 'G' },
	{ from: 1e6, unit: 'M' },
	{ from: 1e3, unit: 'k' }
] as const;

/** Three digits and a magnitude: `225 k`, `21.3 M`; `22.5万`, `2130万` in Chinese, which counts in ten thousands. */
export function compact(value: number, locale: Locale): string {
	const rounded = Number(value.toPrecision(3));
	if (locale === 'zh') {
		if (rounded >= 1e12) return `${trim(rounded / 1e12)} 万亿`;
		if (rounded >= 1e8) return `${trim(rounded / 1e8)} 亿`;
		return rounded >= 1e4 ? `${trim(rounded / 1e4)} 万` : trim(rounded);
	}
	const step = englishUnits.find(({ from }) => rounded >= from);
	return step ? `${trim(rounded / step.from)}${space}${step.unit}` : trim(rounded);
}

function trim(value: number): string {
	return String(Number(value.toPrecision(3)));
}

/** A share as per cent with one digit: `81.2 %`, `81.2%` in Chinese. */
export function percent(share: number, locale: Locale, digits = 1): string {
	return `${fixed(share * 100, digits, locale)}${locale === 'zh' ? '' : space}%`;
}

const durationUnits = {
	en: { hour: 'h', minute: 'min', second: 's', gap: ' ' },
	zh: { hour: '小时', minute: '分', second: '秒', gap: ' ' }
} as const;

/** Two units at most: `0.4 s`, `8 s`, `1 min 40 s`, `2 h 5 min`. */
export function duration(ms: number, locale: Locale): string {
	const { hour, minute, second, gap } = durationUnits[locale];
	const tenths = Math.round(ms / 100);
	if (tenths > 0 && tenths < 10) return `${fixed(tenths / 10, 1, locale)}${space}${second}`;
	const total = Math.max(0, Math.round(ms / 1000));
	const parts: [number, string][] = [
		[Math.floor(total / 3600), hour],
		[Math.floor(total / 60) % 60, minute],
		[total % 60, second]
	];
	const first = parts.findIndex(([value]) => value > 0);
	if (first < 0) return `0${space}${second}`;
	return parts
		.slice(first, first + 2)
		.filter(([value], index) => value > 0 || index === 0)
		.map(([value, unit]) => `${value}${space}${unit}`)
		.join(gap);
}

/** A point in time on an axis: `0:40`, `12:05`, `1:02:05`. */
export function clock(ms: number): string {
	const total = Math.round(ms / 1000);
	const hours = Math.floor(total / 3600);
	const minutes = Math.floor(total / 60) % 60;
	const seconds = String(total % 60).padStart(2, '0');
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** Three digits, whatever the size: `0.469`, `6.90`, `214`, `1,230`. For what is measured. */
export function threeDigits(value: number, locale: Locale): string {
	return significant(value, 3) ?? formatter(locale, 'Significant', 3, 3).format(value);
}

/** Three digits in millions of bytes, `18.4 MB`, or from a thousand on in thousands of millions; dots where it is not known. */
export function megabytes(bytes: number | null, locale: Locale): string {
	if (bytes !== null && bytes >= 999.5e6) return `${threeDigits(bytes / 1e9, locale)}${space}GB`;
	return `${bytes === null ? '…' : threeDigits(bytes / 1e6, locale)}${space}MB`;
}

/** Day and time of a moment (milliseconds since 1970), in the reader's time zone. */
export function moment(ms: number, locale: Locale): string {
	return new Intl.DateTimeFormat(numberTags[locale], { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** Hour and minute of a moment (milliseconds since 1970), in the reader's time zone. */
export function timeOfDay(ms: number, locale: Locale): string {
	return new Intl.DateTimeFormat(numberTags[locale], { timeStyle: 'short' }).format(ms);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Three digits and a unit of powers of a thousand: `640 kB`, `2.13 MB`. */
export function bytes(value: number): string {
	const rounded = Number(value.toPrecision(3));
	const power = rounded < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(rounded) / 3));
	return `${trim(rounded / 1000 ** power)}${space}${byteUnits[power] ?? ''}`;
}

/** Images per second: whole from ten on, one digit below. */
export function rate(value: number, locale: Locale): string {
	return fixed(value, value < 9.95 ? 1 : 0, locale);
}
