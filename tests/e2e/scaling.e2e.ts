import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

for (const [lang, words] of [
	['en', { table: 'Table 8. Transfer learning', equal: '10 of 10 parts are as in efficientnetv2-l.' }],
	['zh', { table: '表 8　迁移学习', equal: '10 项中有 10 项与 efficientnetv2-l 相同。' }]
] as const) {
	test(`/${lang}/scaling/: tables open, a design is kept in the address, and axe finds nothing`, async ({
		page,
		baseURL
	}) => {
		const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
		await page.goto(`/${lang}/scaling/`);
		await page.getByRole('button', { name: /B0 → L/ }).click();
		await expect(page.getByText(words.equal)).toBeVisible();
		await expect(page).toHaveURL(/#design=1&base=efficientnetv2-b0&.*against=efficientnetv2-l$/);
		await page.reload();
		await expect(page.getByText(words.equal)).toBeVisible();

		await page.locator('#table8 > summary').click();
		const table = page.getByRole('table', { name: words.table });
		await table.getByRole('button', { name: /^CIFAR-10[,，]/ }).click();
		await expect(table.getByRole('row').nth(1)).toContainText('ViT-B/32');
		const download = page.waitForEvent('download');
		await page.locator('#table8').getByRole('button', { name: /CSV/ }).click();
		expect((await download).suggestedFilename()).toBe('table8.csv');

		expect(await violations(page)).toEqual([]);
		expect(problems).toEqual([]);
		expect(foreign).toEqual([]);
	});
}

test('a design opens in the playground, cut to small images, and trains', async ({ page, baseURL }) => {
	test.setTimeout(120_000);
	const { problems } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/scaling/');
	await page.getByRole('button', { name: /B0 → L/ }).click();
	const panel = page.locator('#small');
	await panel.getByText('250').click();
	await expect(panel.getByText(/Stage 3 no longer halves/)).toBeVisible();
	await panel.getByRole('link', { name: 'Open in the playground' }).click();
	await expect(page).toHaveURL(/\/playground\/#run=1&model=stem_s1/);
	const bar = page.getByRole('region', { name: 'Training', exact: true });
	const step = bar.getByRole('button', { name: 'Step', exact: true });
	for (let made = 1; made <= 3; made++) {
		await expect(step).toBeEnabled({ timeout: 60_000 });
		await step.click();
		await expect(bar).toContainText(new RegExp(`step ${made}\\b`, 'i'), { timeout: 60_000 });
	}
	expect(problems).toEqual([]);
});
