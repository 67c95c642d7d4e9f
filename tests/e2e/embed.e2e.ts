import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { figureIds } from '../../src/lib/figures/ids';
import { violations } from './axe';
import { faultsWhenZoomed } from './layout';
import { plainHost } from './plainHost';
import { quiet } from './quiet';

test('every figure stands alone in both languages, without the site around it, readable without JavaScript', async ({
	browser,
	baseURL
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const page = await context.newPage();
	for (const lang of ['en', 'zh']) {
		for (const figure of figureIds) {
			const response = await page.goto(`/${lang}/embed/${figure}/`);
			expect(response?.status(), figure).toBe(200);
			await expect(page.getByRole('figure').first()).toContainText(/\p{Letter}{2}/u);
			expect((await page.getByRole('main').innerText()).length, figure).toBeGreaterThan(60);
			await expect(page.getByRole('navigation')).toHaveCount(0);
		}
	}
	await context.close();
});

test('the code of a figure shows it on another page, in the language and theme asked for, at its own height', async ({
	page
}) => {
	await page.goto('/en/');
	const figure = page.locator('#fig-compound');
	await figure.scrollIntoViewIfNeeded();
	await figure.getByText('Embed', { exact: true }).click();
	await figure.locator('label', { hasText: '中文' }).click();
	await figure.locator('label', { hasText: 'dark' }).click();
	const code = await figure.getByRole('textbox', { name: 'Code of the frame' }).inputValue();

	const folder = mkdtempSync(join(tmpdir(), 'class-'));
	const lesson = `<!doctype html><title>A class</title>${code.replace(/height="\d+"/, 'height="90"')}`;
	writeFileSync(join(folder, 'index.html'), lesson);
	const host = await plainHost(folder, '/');
	await page.goto(host.address);
	const frame = page.frameLocator('iframe');
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(frame.locator('html')).toHaveAttribute('lang', 'zh-Hans');
	await expect(frame.getByRole('slider').first()).toBeVisible();
	const content = () => frame.locator('.frame').evaluate((element) => element.getBoundingClientRect().height);
	await expect
		.poll(
			async () => Number(await page.locator('iframe').getAttribute('height')) - Math.ceil(await content())
		)
		.toBe(0);
	expect(await content()).toBeGreaterThan(200);
	await host.close();
	rmSync(folder, { recursive: true });
});

test('an address without a language leads to the reader’s, or to the one asked for', async ({ page }) => {
	await page.goto('/embed/regular/?theme=dark');
	await expect(page).toHaveURL(/\/en\/embed\/regular\/\?theme=dark$/);
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.goto('/embed/regular/?lang=zh');
	await expect(page).toHaveURL(/\/zh\/embed\/regular\/\?lang=zh$/);
});

for (const [figure, theme] of [
	['networks', 'light'],
	['strength', 'dark'],
	['imagenet', 'dark']
] as const) {
	test(`the figure "${figure}" alone has no violation that axe finds, and loses nothing when zoomed`, async ({
		page
	}) => {
		await page.goto(`/zh/embed/${figure}/?theme=${theme}`);
		await quiet(page);
		expect(await violations(page)).toEqual([]);
		expect(await faultsWhenZoomed(page, [320])).toEqual([]);
	});
}

test('a figure opens as its address says, and names what it cannot use', async ({ page }) => {
	const said: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') said.push(message.text());
	});
	await page.goto('/en/embed/networks/?theme=dark&network=v2-nano');
	await expect(page.getByRole('radio', { name: 'v2-nano' })).toBeChecked();
	await expect(page.getByText('Not understood')).toHaveCount(0);

	await page.goto('/en/embed/walk/?block=fused_mbconv&step=4&photo=flower&left=3&seed=7');
	await expect(page.getByText(/step 4 of 7/i)).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Fused-MBConv' })).toBeChecked();
	await expect(page.getByRole('spinbutton', { name: /seed/i })).toHaveValue('7');

	const wicked = encodeURIComponent('"><img src=x onerror=alert(1)>');
	await page.goto(`/en/embed/algorithm/?network=${wicked}&stage=3&${wicked}=1`);
	await expect(page.locator('output', { hasText: 'i = 3' })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'EfficientNetV2-S' })).toBeChecked();
	await expect(page.getByText('Not understood')).toHaveText(
		'Not understood in the address and left out: network (S, M, L), "><img src=x onerror=alert(1)>'
	);
	await expect(page.locator('img')).toHaveCount(0);

	// Each slider is in its range, but no such network is drawn.
	await page.goto('/en/embed/compound/?alpha=1.5&gamma=1.3&phi=7');
	await expect(page.getByText('Not understood')).toContainText(
		'alpha (1 … 1.5), gamma (1 … 1.3), phi (0 … 7)'
	);
	expect(said).toEqual([]);
});

/** A frame whose address has a choice. */
const chosen = '/en/embed/networks/?network=v2-nano';
const modules = '**/_app/**/*.js';
const stillOf = (page: Page) => page.locator('.stage.still svg').first();

test('what is prerendered is not seen where the address has choices', async ({ page }) => {
	const still = stillOf(page);

	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route(modules, async (route) => {
		await released;
		await route.fallback();
	});
	await page.goto('/en/embed/networks/?theme=dark', { waitUntil: 'commit' });
	await expect(still).toBeVisible();
	await page.goto(chosen, { waitUntil: 'commit' });
	await expect(still).toBeAttached();
	await expect(still).toBeHidden();
	const { height } = (await page.getByRole('figure').first().boundingBox())!;
	expect(height).toBeGreaterThan(200);
	release();
	await expect(page.getByRole('radio', { name: 'v2-nano' })).toBeChecked();
});

test('it is seen where the figure itself cannot come, and without JavaScript', async ({
	browser,
	page,
	baseURL
}) => {
	// The page's own modules come, the figure's, which is asked for when it is seen, do not.
	await page.addInitScript(() => {
		const { observe } = Object.getOwnPropertyDescriptors(IntersectionObserver.prototype);
		IntersectionObserver.prototype.observe = function (target) {
			addEventListener('seen', () => observe.value?.call(this, target));
		};
	});
	await page.goto(chosen);
	await expect(page.getByRole('link', { name: 'From EfficientNetV2' })).toBeVisible();
	await expect(page.locator('main > fieldset')).toHaveJSProperty('disabled', false);
	await expect(stillOf(page)).toBeHidden();
	await page.route(modules, (route) => route.abort());
	await page.evaluate(() => dispatchEvent(new Event('seen')));
	await expect(page.locator('figure > [role=status]')).toBeVisible();
	await expect(stillOf(page)).toBeVisible();
	// Nor do the page's own.
	await page.goto(chosen);
	await expect(stillOf(page)).toBeVisible();

	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const scriptless = await context.newPage();
	await scriptless.goto(chosen);
	await expect(stillOf(scriptless)).toBeVisible();
	const said = scriptless.locator('main noscript p').last();
	await expect(said).toBeVisible();
	await expect(said).toContainText('choices in its address need JavaScript');
	await context.close();
});

test('the code of a figure that was changed opens it as it stood', async ({ page }) => {
	await page.goto('/en/');
	const figure = page.locator('#fig-tradeoff');
	await figure.scrollIntoViewIfNeeded();
	await expect(figure.locator('> .stage')).toHaveAttribute('data-live');
	// A radio button lies under its label.
	await figure.getByRole('radio', { name: 'latency' }).check({ force: true });
	await figure.getByText('The points as a table').click();
	await figure.getByRole('searchbox').fill('V2');
	await figure.getByRole('button', { name: 'network' }).click();
	await figure.getByRole('button', { name: 'network' }).click();
	const rows = await figure.getByRole('row').allInnerTexts();
	expect(rows.length).toBeGreaterThan(3);
	await figure.getByText('Embed', { exact: true }).click();
	const field = figure.getByRole('textbox', { name: 'Code of the frame' });
	const code = await field.inputValue();
	const address = /src="([^"]+)"/.exec(code)?.[1]?.replaceAll('&amp;', '&') ?? '';
	await figure.getByText('as in the article').click();
	await expect(field).toHaveValue(/embed\/tradeoff\/"/);

	await page.goto(address);
	const framed = page.locator('#fig-tradeoff');
	await expect(framed.getByRole('radio', { name: 'latency' })).toBeChecked();
	await expect(framed.getByRole('searchbox')).toHaveValue('V2');
	await expect(framed.getByRole('columnheader', { name: 'network' })).toHaveAttribute(
		'aria-sort',
		'descending'
	);
	expect(await framed.getByRole('row').allInnerTexts()).toEqual(rows);
	await expect(page.getByText('Not understood')).toHaveCount(0);
});
