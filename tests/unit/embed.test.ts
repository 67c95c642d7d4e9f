import { expect, test } from 'vitest';
import { embedAddress, embedCode } from '$lib/figures/embed';
import { figureIds } from '$lib/figures/ids';
import { figures } from '$lib/figures/registry';

test('the list of names is that of the registry, in its order', () => {
	expect(Object.keys(figures)).toEqual([...figureIds]);
});

test('the address holds language, figure and theme, below any path', () => {
	const root = 'https://example.org/v2/';
	expect(embedAddress(root, 'reward', 'zh', 'system')).toBe('https://example.org/v2/zh/embed/reward/');
	expect(embedAddress(root, 'reward', 'en', 'dark')).toBe(
		'https://example.org/v2/en/embed/reward/?theme=dark'
	);
});

test('nothing in a title or an address leaves its attribute', () => {
	const code = embedCode('https://example.org/?a=1&b="><script>', 'A "title" & <b>', 300);
	expect(code).toContain('src="https://example.org/?a=1&amp;b=&quot;>&lt;script>"');
	expect(code).toContain('title="A &quot;title&quot; &amp; &lt;b>"');
	expect(code.match(/<script>/g)).toHaveLength(1);
});
