import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runLabel } from '$lib/figures/runs/runLabel';
import { en } from '$lib/i18n/en';
import { bytes } from '$lib/i18n/format';
import { Language } from '$lib/i18n/language';
import { zh } from '$lib/i18n/zh';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { runName } from '$lib/runs/run';
import { someConfig } from '../runs/someConfig';

const english = new Language(() => ({ locale: 'en', messages: en }));
const chinese = new Language(() => ({ locale: 'zh', messages: zh }));
const created = new Date(2026, 4, 3, 14, 5).getTime();
const usual = defaultConfig('processor');
const label = (config: RunConfig, language = english, name = runName(config)) =>
	runLabel(language, { name, config, created });

test('the name that the reader gave stands as it is', () => {
	expect(label(usual, chinese, 'the good one')).toBe('the good one');
});

test.each(['gpu', 'processor', 'software', 'cpu'] as const)(
	'a default run is called by its network and its time: %s',
	(speed) => {
		const config = defaultConfig(speed);
		expect(label(config)).toBe(`${runName(config)} · 14:05`);
	}
);

test.each<[Partial<RunConfig>, string, string]>([
	[{ batch: 8 }, 'Batch 8', '批量 8'],
	[{ seed: 7, weightDecay: 0 }, 'Seed of the run 7 · Weight decay 0', '训练种子 7 · 权重衰减 0'],
	[{ stages: usual.stages.slice(0, 2) }, '3 epochs · dropout 0.1–0.1333', '3 轮 · 丢弃率 0.1–0.1333'],
	[
		{ stages: usual.stages.map((stage, i) => ({ ...stage, mixup: i / 10 })) },
		'mixup α 0–0.3',
		'mixup α 0–0.3'
	],
	[
		{ batch: 8, seed: 7, flip: false, emaDecay: 0.9 },
		'Seed of the run 7 · Batch 8 · +2',
		'训练种子 7 · 批量 8 · +2'
	],
	[{ optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } }, 'AdamW', 'AdamW']
])('otherwise by what is unusual: %#', (changes, inEnglish, inChinese) => {
	const config = { ...usual, ...changes };
	expect(label(config)).toContain(inEnglish);
	expect(label(config, chinese)).toContain(inChinese);
	expect(label(config)).toMatch(/ · 14:05$/);
});

test('whatever it is set up as, it is short and in one line', () => {
	fc.assert(
		fc.property(someConfig, (config) => {
			const text = label(config);
			expect(text.startsWith(runName(config))).toBe(true);
			expect(text.split(' · ').length).toBeLessThanOrEqual(5);
			expect(text).not.toMatch(/undefined|NaN|\[object|\n/);
		})
	);
});

test.each([
	[0, '0 B'],
	[999, '999 B'],
	[999.6, '1 kB'],
	[640_000, '640 kB'],
	[2_134_000, '2.13 MB'],
	[999_999, '1 MB'],
	[3.2e15, '3200 TB']
])('%d bytes are %s', (value, text) => {
	expect(bytes(value).replace('\u202f', ' ')).toBe(text);
});
