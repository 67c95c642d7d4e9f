import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

test('a reader draws both blocks, measures them on the processor and takes the result away', async ({
	page,
	baseURL,
	context
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const scripts: string[] = [];
	page.on('request', (request) => scripts.push(request.url()));
	await page.goto('/en/');
	await page.getByRole('link', { name: 'Blocks', exact: true }).click();
	const box = (name: RegExp) => page.getByRole('checkbox', { name });
	await expect(box(/^graphics card .*swiftshader.* · software$/i)).not.toBeChecked();
	await expect(box(/^processor \(WebAssembly\) processor, \d+ threads?$/)).toBeChecked();
	await page.getByRole('combobox', { name: 'Network' }).selectOption('v2-pico');
	await page.getByRole('slider', { name: 'Stage' }).fill('3');
	await expect(page.getByText('3×3 depthwise, 64, stride 2, BN, SiLU')).toBeVisible();
	await enter(page, 'Image size', '16');
	await enter(page, 'Batch', '4');
	const measure = page.getByRole('region', { name: 'Measure', exact: true });
	const turns = measure.getByRole('spinbutton', { name: 'Turns each' });
	await turns.fill('2');
	await turns.press('Enter');
	const engines = () => scripts.filter((url) => url.includes('workers/chunks'));
	const before = engines().length;
	await page.getByRole('button', { name: 'Measure', exact: true }).click();
	await expect(page.getByText('Finished.', { exact: true })).toBeVisible();
	// The engine comes when it is asked for, not with the page.
	expect(engines().length).toBeGreaterThan(before);
	await expect(page.getByRole('slider', { name: /ms per batch of 4$/ })).toBeVisible();
	await expect(page.getByRole('img', { name: /^Roofline of processor/ })).toBeVisible();
	await expect(page.getByRole('row', { name: /MBConv/ })).toHaveCount(10);
	expect(await violations(page)).toEqual([]);

	await page.getByRole('button', { name: 'Copy as JSON' }).click();
	await expect(page.getByText('Copied')).toBeVisible();
	const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as {
		rows: { stage: number; op: string; forwardMs: number; macs: number }[];
	};
	expect(copied).toMatchObject({ model: 'v2-pico', size: 16, batch: 4, complete: true });
	expect(copied.rows.map(({ stage }) => stage)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
	for (const { forwardMs, macs } of copied.rows) {
		expect(forwardMs).toBeGreaterThan(0);
		expect(macs).toBeGreaterThan(0);
	}
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download CSV' }).click();
	const file = await (await downloading).path();
	expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(11);
	const drawing = page.waitForEvent('download');
	await page
		.getByRole('button', { name: /^Save “.*forward and backward of each stage, ms” as SVG$/ })
		.click();
	const picture = readFileSync(await (await drawing).path(), 'utf8');
	expect(picture.match(/<text[^>]*>(Fused-)?MBConv/g)).toHaveLength(10);
	expect(picture.match(/<title[^>]*>[^<]* ms<\/title>/g)?.length).toBeGreaterThan(30);
	expect(picture).not.toMatch(/var\(|color-mix|class=/);

	await page.getByRole('link', { name: '中文' }).click();
	await expect(page.getByRole('slider', { name: /^处理器，.*批量 4，毫秒/ })).toBeVisible();
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await violations(page)).toEqual([]);
	const field = page.locator('#measure').getByRole('spinbutton', { name: '每种的轮数' });
	await field.fill('100');
	await field.press('Enter');
	await page.getByRole('button', { name: '重新测量' }).click();
	await page.getByRole('button', { name: '停止' }).click();
	await expect(page.getByText('已停止，测得的结果保留。').last()).toBeVisible();
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('Table 3 is trained at a tiny setting, and a result is handed on by its link', async ({
	page,
	baseURL,
	context
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto('/en/blocks/');
	const table3 = page.getByRole('region', { name: 'Table 3, measured here' });
	const turns = table3.getByRole('spinbutton', { name: 'Turns each' });
	await turns.fill('1');
	await turns.press('Enter');
	const step = table3.getByRole('spinbutton', { name: 'Longest step' });
	await step.fill('5');
	await step.press('Enter');
	await table3.getByRole('button', { name: 'Train all in turns' }).click();
	await expect(table3.getByText('Finished.', { exact: true })).toBeVisible({ timeout: 60_000 });
	await expect(table3.getByText(/channels × 0\.25, 32 px, batch 4/)).toBeVisible();
	await expect(table3.getByRole('row', { name: /stages 1 to 7 fused/ })).toContainText('1.33×');

	await page.getByRole('combobox', { name: 'Network' }).selectOption('v2-pico');
	await enter(page, 'Image size', '16');
	await enter(page, 'Batch', '2');
	const measure = page.getByRole('region', { name: 'Measure', exact: true });
	await measure.getByRole('spinbutton', { name: 'Turns each' }).fill('2');
	await measure.getByRole('spinbutton', { name: 'Turns each' }).press('Enter');
	await measure.getByRole('button', { name: 'Measure', exact: true }).click();
	await expect(measure.getByText('Finished.', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Copy link to this result' }).click();
	await expect(page.getByText('Link copied')).toBeVisible();
	const link = await page.evaluate(() => navigator.clipboard.readText());

	const other = await context.newPage();
	await other.goto(link);
	await expect(
		other.getByText(/^Measured on .*\(processor.*not here and now: v2-pico, 16 px, batch 2, 2 turns/)
	).toBeVisible();
	await expect(other.getByRole('slider', { name: /stage by stage$/ })).toBeVisible();
	expect(await violations(other)).toEqual([]);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});
