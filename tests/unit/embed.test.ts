import { expect, test } from 'vitest';
import { embedAddress, embedCode, figureQuery } from '$lib/figures/embed';
import { figureIds } from '$lib/figures/ids';
import { figures } from '$lib/figures/registry';

test('the list of names is that of the registry, in its order', () => {
	expect(Object.keys(figures)).toEqual([...figureIds]);
});

test('the address holds language, figure, theme and the figure’s choices, below any path', () => {
	const root = 'https://example.org/v2/';
	const framed = { figure: 'reward', locale: 'zh', theme: 'system', query: '' } as const;
	expect(embedAddress(root, framed)).toBe('https://example.org/v2/zh/embed/reward/');
	expect(embedAddress(root, { ...framed, locale: 'en', theme: 'dark' })).toBe(
		'https://example.org/v2/en/embed/reward/?theme=dark'
	);
	expect(embedAddress(root, { ...framed, theme: 'dark', query: 'w=-0.5&over=parameters' })).toBe(
		'https://example.org/v2/zh/embed/reward/?theme=dark&w=-0.5&over=parameters'
	);
	expect(embedAddress(root, { ...framed, query: 'v=0' })).toBe('https://example.org/v2/zh/embed/reward/?v=0');
});

test('the figure hears of an address what is not the frame’s', () => {
	expect(figureQuery('?theme=dark&w=-0.5&lang=zh&size=1,2')).toBe('w=-0.5&size=1%2C2');
	expect(figureQuery('?theme=dark')).toBe('');
});

test('nothing in a title or an address leaves its attribute', () => {
	const code = embedCode('https://example.org/?a=1&b="><script>', 'A "title" & <b>', 300);
	expect(code).toContain('src="https://example.org/?a=1&amp;b=&quot;>&lt;script>"');
	expect(code).toContain('title="A &quot;title&quot; &amp; &lt;b>"');
	expect(code.match(/<script>/g)).toHaveLength(1);
});
