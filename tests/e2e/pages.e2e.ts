import { expect, test, type Page } from '@playwright/test';
import { figureIds } from '../../src/lib/figures/ids';
import { violations } from './axe';
import { faultsWhenZoomed } from './layout';
import { move } from './move';
import { quiet } from './quiet';

const names = ['', 'playground/', 'schedules/', 'blocks/', 'bottlenecks/', 'scaling/', 'search/', 'bench/'];
const paths = ['/', ...['/en/', '/zh/'].flatMap((start) => names.map((name) => start + name))];

/** The start page answers at once; the others have more to say when their worker has answered. */
async function settle(page: Page, path: string) {
	if (/bench|blocks|bottlenecks/.test(path))
		await expect(page.getByText('swiftshader').first()).toBeVisible();
	if (path.includes('playground')) {
		await move(page);
		await expect(page.locator('[data-panel]:not([data-live])')).toHaveCount(0);
		await expect(
			page.locator('section[aria-labelledby="predictions-title"]').getByRole('listitem').getByRole('img')
		).toHaveCount(20);
	}
	if (path.includes('schedules')) {
		await expect(page.getByRole('button', { name: /Start the race|开始比赛/ })).toBeEnabled();
	}
	if (path.includes('search')) {
		await expect(page.getByRole('button', { name: /Start the search|开始搜索/ })).toBeEnabled();
	}
	await quiet(page);
	// Alive: until then a disabled fieldset holds the page, in which axe takes what only scrolls to be out of the keyboard's reach.
	await expect(page.locator('fieldset[role="none"]:disabled')).toHaveCount(0);
}

for (const path of paths.filter((candidate) => candidate !== '/')) {
	test(`${path} has no violation that axe finds in either theme, and loses nothing when zoomed`, async ({
		page
	}) => {
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto(path);
		await settle(page, path);
		expect(await violations(page)).toEqual([]);
		await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		expect(await violations(page)).toEqual([]);
		// The article's drawings take their width when the reader comes near: article.e2e.ts.
		if (/^\/..\/$/.test(path)) return;
		expect(await faultsWhenZoomed(page, [800, 640, 390, 320])).toEqual([]);
		expect(await violations(page, ['target-size'])).toEqual([]);
	});

	test(`${path} says its language, title, description and translations without JavaScript`, async ({
		browser,
		baseURL
	}) => {
		const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
		const page = await context.newPage();
		await page.goto(path);
		await expect(page.locator('html')).toHaveAttribute('lang', path.startsWith('/zh') ? 'zh-Hans' : 'en');
		expect(await page.title()).not.toBe('');
		await expect(page.locator('meta[name="description"]')).toHaveAttribute('content', /.{20,}/);
		await expect(page.locator('link[hreflang="en"]')).toHaveCount(1);
		await expect(page.locator('link[hreflang="zh-Hans"]')).toHaveCount(1);
		await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
		await context.close();
	});
}

/** A page without a language leads on by its script. */
const stayThere = (page: Page) => page.route('**/_app/**/*.js', (route) => route.abort());

test('the first page has no violation that axe finds in either theme', async ({ page }) => {
	await stayThere(page);
	await page.goto('/');
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect(await violations(page)).toEqual([]);
	}
	await expect(page).toHaveURL(/[0-9]\/$/);
	expect(await faultsWhenZoomed(page, [320])).toEqual([]);
});

test('a frame without a language has no violation that axe finds', async ({ page }) => {
	await stayThere(page);
	for (const figure of figureIds) {
		await page.goto(`/embed/${figure}/`);
		await expect(page.getByRole('link')).toHaveCount(2);
		expect(await violations(page), figure).toEqual([]);
		await expect(page).toHaveURL(new RegExp(`/embed/${figure}/$`));
	}
});

test('a panel of the playground that cannot come keeps no other back', async ({ page }) => {
	// The first of those that come later, by a word that it alone asks for.
	await page.route('**/_app/**/*.js', async (route) => {
		const response = await route.fetch();
		await (/\([`'"]runs\.looking[`'"]\)/.test(await response.text())
			? route.abort()
			: route.fulfill({ response }));
	});
	await page.goto('/en/playground/');
	await move(page);
	for (const panel of ['What the network sees', 'Test images, predicted', 'Inspect', 'Recipe'])
		await expect(page.getByRole('heading', { level: 2, name: panel })).toBeVisible();
	await expect(page.getByRole('heading', { level: 2, name: 'Runs' })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
});

test('in forced colours a bar that has not begun looks empty', async ({ page }) => {
	await page.emulateMedia({ forcedColors: 'active' });
	for (const name of ['playground', 'schedules']) {
		await page.goto(`/en/${name}/`);
		const track = page.locator('progress, [role="progressbar"]').first();
		// Asked again where the page drew the bar anew as it came to life: one that is gone has no colour.
		const alike = () =>
			track.evaluate((element) => {
				const [own, around] = [element, document.documentElement].map(
					(each) => getComputedStyle(each).backgroundColor
				);
				return own === around;
			});
		await expect.poll(alike, name).toBe(true);
	}
});

test('titles and descriptions differ from page to page', async ({ page }) => {
	const said = new Set<string>();
	for (const path of paths) {
		await page.goto(path, { waitUntil: 'commit' });
		await page.waitForLoadState('domcontentloaded');
		if (path !== '/')
			said.add(
				`${await page.title()} | ${await page.locator('meta[name="description"]').getAttribute('content')}`
			);
	}
	expect(said.size).toBe(paths.length - 1);
});

for (const [locale, target] of [
	['zh-CN', '/zh/'],
	['de-DE', '/en/']
] as const) {
	test(`the first page leads a ${locale} browser to ${target}`, async ({ browser, baseURL }) => {
		const context = await browser.newContext({ locale, ...(baseURL ? { baseURL } : {}) });
		const page = await context.newPage();
		await page.goto('/');
		await expect(page).toHaveURL(new RegExp(`${target}$`));
		await context.close();
	});
}

test('the first page offers both languages without JavaScript', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const page = await context.newPage();
	await page.goto('/');
	await page.getByRole('link', { name: '中文' }).click();
	await expect(page).toHaveURL(/\/zh\/$/);
	await context.close();
});

test('on a narrow screen the menu opens without JavaScript, and leads to a page', async ({
	browser,
	baseURL
}) => {
	const context = await browser.newContext({
		javaScriptEnabled: false,
		viewport: { width: 390, height: 844 },
		...(baseURL ? { baseURL } : {})
	});
	const page = await context.newPage();
	await page.goto('/en/');
	await page.getByRole('button', { name: 'Pages: Article' }).click();
	await page.getByRole('navigation').getByRole('link', { name: 'Playground' }).click();
	await expect(page).toHaveURL(/\/en\/playground\/$/);
	await context.close();
});

test('the open menu has no violation that axe finds, and goes when a page is chosen', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto('/en/');
	await quiet(page);
	await page.getByRole('button', { name: 'Pages: Article' }).press('Enter');
	const link = page.getByRole('navigation').getByRole('link', { name: 'Schedules' });
	await expect(link).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await link.press('Enter');
	await expect(page.getByRole('button', { name: 'Pages: Schedules' })).toBeVisible();
	await expect(link).toBeHidden();
});

test('the language switch stays on the page', async ({ page }) => {
	await page.goto('/en/playground/');
	await page.getByRole('link', { name: '中文' }).click();
	await expect(page).toHaveURL(/\/zh\/playground\/$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
	await page.getByRole('link', { name: 'English' }).click();
	await expect(page).toHaveURL(/\/en\/playground\/$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the theme goes from the system’s to light to dark, and is there before the first paint', async ({
	page
}) => {
	await page.goto('/en/');
	const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
	const toggle = page.getByRole('button', { name: /^Theme/ });
	await toggle.click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
	expect(await paper()).toBe('rgb(251, 250, 247)');
	await toggle.click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	expect(await paper()).toBe('rgb(20, 23, 27)');
	await page.goto('/en/playground/', { waitUntil: 'commit' });
	await page.waitForFunction(() => document.body !== null);
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	expect(await paper()).toBe('rgb(20, 23, 27)');
});

test('the schedule can be drawn by keyboard, and says why a value is refused', async ({ page }) => {
	await page.goto('/en/playground/');
	await settle(page, '/en/playground/');
	const handle = page.getByRole('slider', { name: 'Image size of stage 1, px' });
	const field = page.getByRole('spinbutton', { name: 'Image size of stage 1, px' });
	const before = Number(await field.inputValue());
	await handle.press('ArrowUp');
	await handle.press('Shift+ArrowUp');
	await expect(field).toHaveValue(String(before + 6));
	await field.fill('3');
	await field.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('At least 8; the old value stays.');
	await expect(handle).toHaveAttribute('aria-valuenow', String(before + 6));
	await handle.press('Home');
	await expect(field).toHaveValue('8');
	await page.getByRole('button', { name: 'Fixed size' }).click();
	await expect(page.getByRole('slider', { name: /^Image size/ })).toHaveCount(1);
});

test('on a narrow screen the Tab key goes as the eye does, and what has the focus is not behind the bar', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto('/en/playground/');
	await settle(page, '/en/playground/');
	const tops = await page
		.locator('.columns section > header h2')
		.evaluateAll((titles) => titles.map((title) => title.getBoundingClientRect().top));
	expect(tops.length).toBeGreaterThan(7);
	expect(tops).toEqual(tops.toSorted((a, b) => a - b));
	await page.getByRole('spinbutton', { name: 'Seed of the run' }).focus();
	const reached: string[] = [];
	for (let stop = 0; stop < 3; stop++) {
		await page.keyboard.press('Tab');
		const { name, seen } = await page.evaluate(() => {
			const { activeElement } = document;
			const { left, top, width, height } = activeElement!.getClientRects()[0]!;
			const hit = document.elementFromPoint(left + Math.min(20, width / 2), top + height / 2);
			return { name: activeElement!.textContent.trim(), seen: activeElement!.contains(hit) };
		});
		expect(seen, name).toBe(true);
		reached.push(name);
	}
	expect(reached.at(-1)).toBe('the whole site as a zip');
});
