import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

async function downloaded(page: Page, button: string | RegExp): Promise<string> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: button }).click();
	return readFileSync(await (await downloading).path(), 'utf8');
}

/** A panel and its button, by the question that it asks. */
const panelOf = (page: Page, id: string) => page.locator(`#${id}`);

async function measure(page: Page, id: string) {
	await panelOf(page, id)
		.getByRole('button', { name: /^Measure: / })
		.click();
	await expect(panelOf(page, id).getByText('Finished.', { exact: true })).toBeVisible({ timeout: 60_000 });
}

test('a reader measures all three bottlenecks on the processor and takes them away', async ({
	page,
	baseURL
}) => {
	test.setTimeout(180_000);
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	const scripts: string[] = [];
	page.on('request', (request) => scripts.push(request.url()));
	await page.goto('/en/');
	await page.getByRole('link', { name: 'Bottlenecks', exact: true }).click();
	await expect(
		page.getByRole('radio', { name: /^processor \(WebAssembly\) processor, \d+ threads?$/ })
	).toBeChecked();
	await page.getByRole('combobox', { name: 'Network' }).selectOption('v2-pico');
	await page.getByRole('combobox', { name: 'Compared with' }).selectOption('v2-nano');
	await enter(page, 'Image size', '16');
	await enter(page, 'Batch', '2');
	await enter(page, 'Turns each', '2');
	const typed = page.getByRole('textbox', { name: 'Image sizes, px' });
	await typed.fill('16, 32');
	await typed.press('Enter');
	await enter(page, 'Memory per step', '32');
	const engines = () => scripts.filter((url) => url.includes('workers/chunks'));
	const before = engines().length;
	await measure(page, 'size');
	// The engine comes when it is asked for, not with the page.
	expect(engines().length).toBeGreaterThan(before);
	await measure(page, 'depthwise');
	await measure(page, 'scaling');
	await expect(page.getByRole('slider', { name: 'Images per second by image size' })).toBeVisible();
	await expect(page.getByRole('slider', { name: /^Nanoseconds per multiply-add/ })).toBeVisible();
	await expect(page.getByRole('slider', { name: /: ms per step$/ })).toHaveCount(2);
	expect(await violations(page)).toEqual([]);

	const measured = JSON.parse(await downloaded(page, 'All parts as JSON')) as {
		size: { complete: boolean; rows: { batch: number; imagesPerSecond: number; stepMs: number }[] };
		depthwise: { rows: { nsPerMac: number }[] };
		scaling: { added: { model: string; params: number }[] };
	};
	expect(measured.size.complete).toBe(true);
	expect(measured.size.rows).toHaveLength(4);
	for (const { imagesPerSecond } of measured.size.rows) expect(imagesPerSecond).toBeGreaterThan(0);
	expect(measured.depthwise.rows).toHaveLength(30);
	const csv = await downloaded(page, /^CSV: one-more-layer/);
	expect(csv.trim().split('\n')).toHaveLength(1 + measured.scaling.added.length);
	expect(await downloaded(page, 'Save “Images per second by image size” as SVG')).toContain('<svg');

	await typed.fill('1024');
	await typed.press('Enter');
	await panelOf(page, 'size')
		.getByRole('button', { name: /^Measure again: / })
		.click();
	await expect(
		page.getByText(/^One image of 1024 px does not fit into 32 MiB .* largest size that fits is \d+ px\.$/)
	).toBeVisible();
	await expect(panelOf(page, 'depthwise').getByText('Finished.', { exact: true })).toBeVisible();

	await page.getByRole('link', { name: '中文' }).click();
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await violations(page)).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await enter(page, '每种的轮数', '100');
	await panelOf(page, 'scaling')
		.getByRole('button', { name: /^重新测量：?/ })
		.click();
	await panelOf(page, 'scaling').getByRole('button', { name: /^停止/ }).click();
	await expect(page.getByText('已停止，测得的结果保留。').last()).toBeVisible();
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});
