import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	clock,
	compact,
	duration,
	fixed,
	integer,
	megabytes,
	percent,
	plain,
	rate,
	threeDigits
} from '$lib/i18n/format';

/** Narrow spaces made visible. */
const seen = (text: string) => text.replaceAll('\u202f', '_');

describe('numbers in the reader’s language', () => {
	it.each([
		[225_322, '225_k', '22.5 万'],
		[21_330_176, '21.3_M', '2130 万'],
		[999_999, '1_M', '100 万'],
		[8_370_000_000, '8.37_G', '83.7 亿'],
		[999, '999', '999'],
		[0, '0', '0']
	])('compact %d', (value, en, zh) => {
		expect(seen(compact(value, 'en'))).toBe(en);
		expect(seen(compact(value, 'zh'))).toBe(zh);
	});

	it.each([
		[18_400_000, '18.4_MB'],
		[999_400_000, '999_MB'],
		[999_600_000, '1.00_GB'],
		[13_600_000_000, '13.6_GB'],
		[null, '…_MB']
	])('memory of %d bytes', (bytes, words) => {
		expect(seen(megabytes(bytes, 'en'))).toBe(words);
	});

	it.each([
		[0.8125, '81.3_%', '81.3%'],
		[1, '100.0_%', '100.0%']
	])('percent %d', (share, en, zh) => {
		expect(seen(percent(share, 'en'))).toBe(en);
		expect(percent(share, 'zh')).toBe(zh);
	});

	it.each([
		[0, '0_s'],
		[40, '0_s'],
		[430, '0.4_s'],
		[960, '1_s'],
		[8400, '8_s'],
		[59_600, '1_min'],
		[100_000, '1_min 40_s'],
		[7_500_000, '2_h 5_min'],
		[-5, '0_s']
	])('duration %d ms', (ms, text) => {
		expect(seen(duration(ms, 'en'))).toBe(text);
	});

	it('writes durations in Chinese units', () => {
		expect(seen(duration(100_000, 'zh'))).toBe('1_分 40_秒');
	});

	it.each([
		[0, '0:00'],
		[65_000, '1:05'],
		[3_725_000, '1:02:05']
	])('clock %d ms', (ms, text) => {
		expect(clock(ms)).toBe(text);
	});

	it('keeps the digits it is told, and no more than it needs otherwise', () => {
		expect(fixed(0.1, 2, 'en')).toBe('0.10');
		expect(plain(0.0005, 'en')).toBe('0.0005');
		expect(integer(5000, 'en')).toBe('5,000');
		expect([rate(3.24, 'en'), rate(9.96, 'en'), rate(214.4, 'en')]).toEqual(['3.2', '10', '214']);
	});
});

const someNumber = fc.oneof(
	fc.double({ noNaN: true, min: -2000, max: 2000 }),
	fc.integer({ min: -1500, max: 1500 }),
	// Short ones, and those between two.
	fc
		.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 5 }))
		.map(([digits, power]) => Number(`${digits}e-${power}`)),
	fc.constantFrom(0, -0, 1.005, 0.615, 999.95, -0.001, 1e-7, 1e21, NaN, Infinity)
);

it.each([
	['en', 'en-GB'],
	['zh', 'zh-CN']
] as const)('digits are those of the browser’s own formatter: %s', (locale, tag) => {
	fc.assert(
		fc.property(someNumber, fc.integer({ min: 0, max: 4 }), (value, digits) => {
			const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
			expect(fixed(value, digits, locale)).toBe(new Intl.NumberFormat(tag, options).format(value));
			expect(integer(value, locale)).toBe(
				new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }).format(value)
			);
			const three = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
			expect(threeDigits(value, locale)).toBe(new Intl.NumberFormat(tag, three).format(value));
			const significant = { minimumSignificantDigits: 1, maximumSignificantDigits: 4 };
			expect(plain(value, locale)).toBe(new Intl.NumberFormat(tag, significant).format(value));
		}),
		{ numRuns: 3000 }
	);
});
