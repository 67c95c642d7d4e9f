import { expect, type Page } from '@playwright/test';

/** Moves the pointer a little, as every reader does who goes on: what nobody has seen yet comes alive then. */
export async function move(page: Page): Promise<void> {
	// Before the page is alive it does not hear of that.
	await expect(page.locator('fieldset[role="none"]')).not.toHaveCount(0);
	await expect(page.locator('fieldset[role="none"]:disabled')).toHaveCount(0);
	await page.mouse.move(3, 3);
	await page.mouse.move(5, 5);
}
