import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { figureIds } from '../../src/lib/figures/ids';
import { violations } from './axe';
import { faultsWhenZoomed } from './layout';
import { plainHost } from './plainHost';

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
		await page.waitForLoadState('networkidle');
		expect(await violations(page)).toEqual([]);
		expect(await faultsWhenZoomed(page, [320])).toEqual([]);
	});
}
