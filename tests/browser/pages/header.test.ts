import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '$lib/ui/styles/tokens.css';
import '$lib/ui/styles/base.css';
import type { Language } from '$lib/i18n/language';
import { ThemeChoice } from '$lib/state/theme.svelte';
import Header from '../../../src/routes/[lang=lang]/Header.svelte';
import {
	benchPage,
	playgroundPage,
	schedulesPage,
	startPage,
	type Page
} from '../../../src/routes/[lang=lang]/pages';
import { chinese, english } from './play';
import { show } from './show';

/** As many as the site is to have: twice those that it had at four, under other addresses. */
const names = [startPage, playgroundPage, schedulesPage, benchPage].flatMap((one) => [one, one]);
const eight: Page[] = names.map((one, number) => ({ ...one, address: (lang) => `/${lang}/${number}/` }));

function open(width: number, language: Language = english, current = eight[2]!) {
	const header = show(Header, { pages: eight, current, theme: new ThemeChoice() }, language);
	return { header, viewport: page.viewport(width, 600) };
}

const isOneLine = (header: ReturnType<typeof show>) => {
	const box = header.getByRole('banner').element();
	const lines = [...box.querySelectorAll('a, button')].filter((one) => one.checkVisibility());
	expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
	const middles = lines.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
	expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
	expect(box.getBoundingClientRect().height).toBeLessThan(50);
};

beforeEach(() => {
	document.body.style.margin = '0';
});

describe.each([
	['English', english],
	['Chinese', chinese]
])('with eight pages in %s', (_, language) => {
	test.each([1100, 1280])('all stand in one line at %d px', async (width) => {
		const { header, viewport } = open(width, language);
		await viewport;
		expect(header.getByRole('navigation').getByRole('link').all()).toHaveLength(8);
		await expect.element(header.getByRole('button', { name: /^(Pages|页面)/ })).not.toBeInTheDocument();
		isOneLine(header);
	});

	test.each([360, 390, 700, 1000])('the closed menu leaves one line at %d px', async (width) => {
		const { header, viewport } = open(width, language);
		await viewport;
		expect(header.getByRole('navigation').getByRole('link').all()).toHaveLength(0);
		isOneLine(header);
	});
});

test('the menu opens by keyboard, marks the current page and closes with Escape', async () => {
	const { header, viewport } = open(360);
	await viewport;
	const button = header.getByRole('button', { name: 'Pages: Playground' });
	(button.element() as HTMLElement).focus();
	await userEvent.keyboard('{Enter}');
	const links = header.getByRole('navigation').getByRole('link');
	await expect.poll(() => links.all().length).toBe(8);
	expect(links.elements().filter((one) => one.getAttribute('aria-current') === 'page')).toEqual([
		links.elements()[2]
	]);
	for (const link of links.elements()) {
		expect(link.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
		expect(link.getBoundingClientRect().right).toBeLessThanOrEqual(360);
	}
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement).toBe(links.elements()[0]);
	await userEvent.keyboard('{Escape}');
	await expect.poll(() => links.all().length).toBe(0);
	expect(document.activeElement).toBe(button.element());
});

test('the menu closes when a page is chosen, and when the focus leaves it', async () => {
	const { header, viewport } = open(360);
	await viewport;
	const button = header.getByRole('button', { name: 'Pages: Playground' });
	const links = header.getByRole('navigation').getByRole('link');
	// The test's own page stays.
	header.element().addEventListener('click', (event) => {
		if (event.target instanceof HTMLAnchorElement) event.preventDefault();
	});
	await button.click();
	await expect.poll(() => links.all().length).toBe(8);
	await links.nth(5).click();
	await expect.poll(() => links.all().length).toBe(0);

	await button.click();
	await expect.poll(() => links.all().length).toBe(8);
	(header.getByRole('link', { name: '中文' }).element() as HTMLElement).focus();
	await expect.poll(() => links.all().length).toBe(0);
});
