import { expect, test } from '@playwright/test';

test('where the server isolates the page, the processor engine takes all cores, at most eight', async ({
	page
}) => {
	await page.goto('/en/playground/');
	const cores = await page.evaluate(() => (crossOriginIsolated ? navigator.hardwareConcurrency : 0));
	expect(cores).toBeGreaterThan(0);
	const threads = Math.min(8, cores);
	const chip = threads === 1 ? 'WebAssembly · CPU' : `WebAssembly · CPU, ${threads} threads`;
	await expect(page.locator('summary', { hasText: chip })).toHaveText(chip);
});
