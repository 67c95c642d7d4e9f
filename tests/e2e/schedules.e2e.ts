import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

/** Two entrants of 16 and 24 steps of the smallest network. */
const tiny =
	'#race=1&model=v2-pico&train=256&seeds=2&order=alternating&engine=wasm&equalCost=false' +
	'&entrant=paper,16,2&entrant=fixed,16,3';

const cells = (page: Page, name: string) =>
	page
		.getByRole('table', { name: 'Time to reach an accuracy, and where each ends' })
		.getByRole('row', { name })
		.getByRole('cell')
		.allTextContents();

test('a reader races two schedules to the end, reads the result in both languages and takes it away', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto(`/en/schedules/${tiny}`);
	const seeds = page.getByRole('spinbutton', { name: 'Seeds for each' });
	await expect(seeds).toHaveValue('2');
	await expect(page.getByRole('spinbutton', { name: 'Epochs' })).toHaveCount(2);
	await expect(page.getByText('No race yet: press the button above.')).toBeVisible();
	await page.getByRole('button', { name: 'Start the race' }).click();
	await expect(page.locator('#race').getByText('Finished.', { exact: true })).toBeVisible({
		timeout: 4 * 60_000
	});

	await expect(page.getByText(/^progressive against fixed size: \d+.% less training time/)).toBeVisible();
	expect((await cells(page, 'progressive')).at(-1)).toBe('2 of 2');
	const [, accuracy, time] = await cells(page, 'fixed size');
	expect(accuracy).toMatch(/^\d+\.\d.% \(\d+\.\d.%–\d+\.\d.%\)$/);
	expect(Number.parseFloat(time ?? '')).toBeGreaterThan(0);
	const target = page.getByRole('slider', { name: 'Accuracy asked for' });
	await target.fill('1');
	expect((await cells(page, 'fixed size'))[0]).toBe('not reached');

	const chart = page.getByRole('slider', { name: /^Test accuracy of the entrants/ });
	await chart.focus();
	await chart.press('Home');
	await expect(chart).toHaveAttribute('aria-valuetext', /progressive \d/);
	await page.locator('summary', { hasText: 'All tests as a table' }).click();
	const table = page.getByRole('table', { name: 'All tests as a table' });
	// Twice at the ends of four stages and twice after three epochs, below a head.
	await expect(table.getByRole('row')).toHaveCount(15);
	expect(await violations(page)).toEqual([]);

	const download = async (name: string) => {
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name }).click();
		return readFileSync(await (await downloading).path(), 'utf8');
	};
	const file = JSON.parse(await download('Download JSON')) as {
		complete: boolean;
		engine: string;
		entrants: { kind: string; runs: { judged: unknown[] }[] }[];
	};
	expect(file).toMatchObject({ complete: true, engine: 'wasm', model: 'v2-pico' });
	expect(file.entrants.map(({ kind, runs }) => [kind, runs.map(({ judged }) => judged.length)])).toEqual([
		['paper', [4, 4]],
		['fixed', [3, 3]]
	]);
	expect((await download('Download CSV')).trim().split('\n')).toHaveLength(15);

	await page.getByRole('link', { name: '中文' }).click();
	await expect(page.getByText(/^渐进式对固定边长：训练时间少 \d+%/)).toBeVisible();
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await violations(page)).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('a race pauses, goes on and stops, and what was measured stays until it is reset', async ({ page }) => {
	await page.goto(`/en/schedules/${tiny.replaceAll(',16,', ',16,4')}`);
	await page.getByRole('button', { name: 'Start the race' }).click();
	const panel = page.locator('#race');
	const chart = page.getByRole('slider', { name: /^Test accuracy of the entrants/ });
	await expect(chart).toHaveAttribute('aria-valuetext', /\d+\.\d/, { timeout: 4 * 60_000 });
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(panel.getByText('Paused.', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Go on' }).click();
	await expect(panel.getByText(/of training left$/)).toBeVisible();
	await page.getByRole('button', { name: 'Stop', exact: true }).click();
	await expect(panel.getByText('Stopped. What was measured stays.', { exact: true })).toBeVisible();
	await expect(chart).toHaveAttribute('aria-valuetext', /\d+\.\d/);
	await page.getByRole('button', { name: 'Reset' }).click();
	await expect(page.getByText('No race yet: press the button above.')).toBeVisible();
});

test('without JavaScript the page says what is measured and how', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const page = await context.newPage();
	await page.goto('/en/schedules/');
	// Playwright takes a <noscript> to be empty, but not what is in it.
	await expect(page.locator('noscript p').last()).toHaveText(/^The race needs JavaScript/);
	await expect(page.getByText('the one that has trained the shortest time is next')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	await context.close();
});
