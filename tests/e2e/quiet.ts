import { errors, type Page } from '@playwright/test';

/**
 * Waits until the page has loaded and nothing was asked of the network for half a second. Now and then Playwright
 * does not hear of the end of a request that a worker made, and the network would never be quiet: after 20 seconds it
 * counts as such.
 */
export async function quiet(page: Page): Promise<void> {
	await page.waitForLoadState('load');
	try {
		await page.waitForLoadState('networkidle', { timeout: 20_000 });
	} catch (error) {
		if (!(error instanceof errors.TimeoutError)) throw error;
	}
}
