import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { quiet } from './quiet';
import { witness } from './witness';

const number = (text: string) => Number(text.trim().replace('−', '-'));

/** The products that are shown add up to the output that is shown. */
async function addsUp(page: Page, count: number) {
	const parts = await page.locator('#walk .products td').allTextContents();
	expect(parts).toHaveLength(count);
	const sum = parts.reduce((total, part) => total + number(part), 0);
	expect(sum).toBeCloseTo(number((await page.locator('#walk [data-output]').textContent()) ?? ''), 9);
}

test('a reader walks through both blocks with the keyboard, on the page of blocks', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/blocks/');
	await page.locator('#walk').scrollIntoViewIfNeeded();
	const status = page.locator('#walk').getByRole('status');
	await expect(status).toHaveText('Step 1 of 14: input');
	await page.locator('#walk').getByRole('radio', { name: 'input', exact: true }).focus();
	for (let step = 1; step < 5; step++) await page.keyboard.press('ArrowRight');
	await expect(status).toHaveText('Step 5 of 14: 3×3 depthwise');
	await addsUp(page, 9);
	const output = page.getByRole('slider', { name: 'Chosen output' });
	await output.focus();
	await page.keyboard.press('PageDown');
	await page.keyboard.press('ArrowDown');
	await expect(output).toHaveAttribute('aria-valuetext', /^channel 2, row 7, column 6: /);
	await addsUp(page, 9);
	const before = await output.getAttribute('aria-valuetext');
	const box = (await page.getByRole('slider', { name: 'Window on the photograph' }).boundingBox())!;
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width / 2 - 36, box.y + box.height / 2 + 24);
	await page.mouse.up();
	await expect(page.getByText('4 px from the left, 14 px from the top')).toBeVisible();
	expect(await output.getAttribute('aria-valuetext')).not.toBe(before);
	expect(await violations(page)).toEqual([]);

	await page.locator('#walk').getByText('Fused-MBConv', { exact: true }).first().click();
	await expect(status).toHaveText('Step 2 of 7: 3×3 dense');
	await addsUp(page, 36);
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.getByText('One channel after this step as a table').click();
	await expect(page.getByRole('table', { name: '3×3 dense: channel 2' })).toBeVisible();
	expect(await violations(page)).toEqual([]);

	await page.getByRole('link', { name: '中文' }).click();
	await page.setViewportSize({ width: 390, height: 844 });
	await page.locator('#walk').scrollIntoViewIfNeeded();
	const inChinese = page.locator('#walk').getByRole('status');
	await expect(inChinese).toHaveText(/^第 \d+ 步，共 \d+ 步：/);
	for (let presses = 0; presses < 16; presses++)
		await page.getByRole('button', { name: '下一步' }).click({ force: true });
	await expect(inChinese).toHaveText(/：\+ 输入$/);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect(await violations(page)).toEqual([]);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('a walk that cannot load says so, and loads when the connection is back', async ({ page, context }) => {
	await page.setViewportSize({ width: 1280, height: 300 });
	await page.goto('/en/blocks/');
	await quiet(page);
	const walk = page.locator('#walk');
	await expect(walk.getByRole('status')).toHaveCount(0);
	await context.setOffline(true);
	await walk.scrollIntoViewIfNeeded();
	await expect(walk.getByRole('alert')).toHaveText(/^This part could not be loaded/);
	await context.setOffline(false);
	await walk.getByRole('button', { name: 'Load again' }).click();
	await expect(walk.getByRole('status')).toHaveText('Step 1 of 14: input');
	await expect(walk.getByRole('alert')).toHaveCount(0);
});
