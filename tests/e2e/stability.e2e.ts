import { expect, test, type Page } from '@playwright/test';
import { quiet } from './quiet';

/** What has moved without the reader's doing since the page began, as browsers score it (layout-instability). */
declare global {
	interface Window {
		shifted: number;
	}
}

async function watchShifts(page: Page) {
	await page.addInitScript(() => {
		window.shifted = 0;
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & {
				value: number;
				hadRecentInput: boolean;
			})[]) {
				if (!entry.hadRecentInput) window.shifted += entry.value;
			}
		}).observe({ type: 'layout-shift', buffered: true });
	});
}

for (const name of [
	'',
	'playground/',
	'schedules/',
	'blocks/',
	'bottlenecks/',
	'scaling/',
	'search/',
	'bench/'
]) {
	for (const width of [390, 1280]) {
		test(`/en/${name} keeps its place while it comes to life at ${width} px`, async ({ page }) => {
			await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
			await watchShifts(page);
			await page.goto(`/en/${name}`);
			await quiet(page);
			if (name === 'playground/') {
				await expect(page.getByRole('region', { name: 'Training' })).toContainText('No run yet');
			}
			await page.waitForTimeout(1000);
			expect(await page.evaluate(() => window.shifted)).toBeLessThanOrEqual(0.02);
		});
	}
}

for (const width of [390, 1280]) {
	test(`the playground keeps its place while a reader scrolls fast on a slow machine at ${width} px`, async ({
		page
	}) => {
		await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
		await watchShifts(page);
		const session = await page.context().newCDPSession(page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
		await page.goto('/en/playground/');
		await expect(page.locator('[data-live]')).not.toHaveCount(0);
		await page.mouse.move(width / 2, 300);
		for (let y = 0; y < 6000; y += 600) {
			await page.mouse.wheel(0, 600);
			await page.waitForTimeout(60);
		}
		await expect(page.locator('[data-panel]:not([data-live])')).toHaveCount(0);
		await quiet(page);
		await page.waitForTimeout(1000);
		expect(await page.evaluate(() => window.shifted)).toBeLessThanOrEqual(0.02);
	});
}
