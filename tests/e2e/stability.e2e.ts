import { expect, test } from '@playwright/test';

/** What has moved without the reader's doing since the page began, as browsers score it (layout-instability). */
declare global {
	interface Window {
		shifted: number;
	}
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
			await page.goto(`/en/${name}`);
			await page.waitForLoadState('networkidle');
			if (name === 'playground/') {
				await expect(page.getByRole('region', { name: 'Training' })).toContainText('No run yet');
			}
			await page.waitForTimeout(1000);
			expect(await page.evaluate(() => window.shifted)).toBeLessThanOrEqual(0.02);
		});
	}
}
