import { afterEach, expect, test, vi } from 'vitest';
import { ThemeChoice } from '$lib/state/theme.svelte';

afterEach(() => {
	vi.restoreAllMocks();
	localStorage.clear();
});

test('follows the system until the reader chooses, and remembers the choice', () => {
	const theme = new ThemeChoice();
	expect([theme.value, theme.attribute]).toEqual(['system', null]);
	theme.value = 'dark';
	expect(theme.attribute).toBe('dark');
	expect(new ThemeChoice().value).toBe('dark');
	theme.cycle();
	expect(theme.value).toBe('system');
	expect(localStorage).toHaveLength(0);
});

test('takes what it does not know for no choice', () => {
	localStorage.setItem('theme', 'sepia');
	expect(new ThemeChoice().value).toBe('system');
});

test('works where storage is blocked', () => {
	const blocked = () => {
		throw new DOMException('blocked', 'SecurityError');
	};
	vi.spyOn(Storage.prototype, 'getItem').mockImplementation(blocked);
	vi.spyOn(Storage.prototype, 'setItem').mockImplementation(blocked);
	const theme = new ThemeChoice();
	theme.value = 'light';
	expect(theme.value).toBe('light');
});
