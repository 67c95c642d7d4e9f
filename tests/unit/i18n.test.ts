import { describe, expect, it } from 'vitest';
import { en } from '$lib/i18n/en';
import { locales, preferredLocale } from '$lib/i18n/locale';
import { fill, placeholders, type MessageKey } from '$lib/i18n/message';
import { loadMessages, pagesWithMessages } from '$lib/i18n/messages';
import { segments } from '$lib/i18n/rich';
import { zh } from '$lib/i18n/zh';

const keys = Object.keys(en) as MessageKey[];
const tags = (message: string) =>
	segments(message)
		.flatMap(({ tag }) => tag ?? [])
		.sort();

describe('the two catalogues', () => {
	it('have the same keys in the same order', () => {
		expect(Object.keys(zh)).toEqual(keys);
	});

	it('have the same placeholders and the same marked terms, and nothing empty', () => {
		for (const key of keys) {
			expect(placeholders(zh[key]).sort(), key).toEqual(placeholders(en[key]).sort());
			expect(tags(zh[key]), key).toEqual(tags(en[key]));
			expect(en[key].trim(), key).not.toBe('');
			expect(zh[key].trim(), key).not.toBe('');
		}
	});

	it('have no tag left open', () => {
		for (const message of [...Object.values(en), ...Object.values(zh)]) {
			const text = segments(message)
				.map((segment) => segment.text)
				.join('');
			expect(text).not.toMatch(/[<>]/);
		}
	});

	it('use Chinese punctuation between Chinese characters', () => {
		const western = Object.entries(zh).filter(([, message]) =>
			/[\u4e00-\u9fff][,;:!?.](?![0-9A-Za-z])/.test(message)
		);
		expect(western).toEqual([]);
	});

	it('are not each other: what is translated has Chinese characters', () => {
		const same = keys.filter((key) => en[key] === zh[key]);
		// Names of blocks and of augmentations, units and patterns are international.
		expect(same.toSorted()).toEqual([
			'block.fused',
			'block.mbconv',
			'data.source.cifar',
			'flow.blocks',
			'flow.shape',
			'network.stageSide',
			'schedule.cutmix',
			'schedule.mixup',
			'schedule.randaugment',
			'site.short',
			'unit.px'
		]);
	});

	it.each(locales)('load by language, those of a page when it is opened, and stay (%s)', async (locale) => {
		const all = { en, zh }[locale];
		const first = await loadMessages(locale);
		expect(Object.keys(first)).not.toContain('bench.title');
		expect(await loadMessages(locale, ['bench'])).toMatchObject({
			...first,
			'bench.title': all['bench.title']
		});
		expect(await loadMessages(locale, pagesWithMessages)).toEqual(all);
	});
});

describe('fill', () => {
	it('replaces every placeholder and leaves unknown ones', () => {
		expect(fill('{a} of {b}, {a}', { a: '1', b: '2' })).toBe('1 of 2, 1');
		expect(fill('{missing}')).toBe('{missing}');
	});
});

describe('preferredLocale', () => {
	it.each([
		[['zh-TW', 'en'], 'zh'],
		[['de', 'zh-Hans-CN'], 'zh'],
		[['en-GB', 'zh'], 'en'],
		[['de', 'fr'], 'en'],
		[[], 'en']
	])('%j → %s', (tagList, locale) => {
		expect(preferredLocale(tagList)).toBe(locale);
	});
});
