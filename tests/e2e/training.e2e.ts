import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { move } from './move';
import { witness } from './witness';

const bar = (page: Page) => page.getByRole('region', { name: 'Training' });
const button = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

/** A run of two stages that a processor trains in less than a minute, set up as a reader would. */
async function makeItSmall(page: Page) {
	await move(page);
	await enter(page, 'Training images', '192');
	await enter(page, 'Test images', '64');
	await enter(page, 'Batch', '16');
	await enter(page, 'Warm-up, epochs', '0');
	await page.getByRole('button', { name: 'Remove stage 4' }).click();
	await page.getByRole('button', { name: 'Remove stage 3' }).click();
	await enter(page, 'Image size of stage 1, px', '12');
	await enter(page, 'Image size of stage 2, px', '16');
	await enter(page, 'Epochs of stage 1', '3');
	await enter(page, 'Epochs of stage 2', '1');
}

/** Reads a chart by keyboard: the step and the training value at the first or at the newest point. */
async function readChart(page: Page, name: RegExp, key: 'Home' | 'End') {
	const chart = page.getByRole('slider', { name });
	await chart.press(key);
	const text = (await chart.getAttribute('aria-valuetext')) ?? '';
	const step = Number(/At step ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', ''));
	const value = Number(/training batch ([\d.]+)/.exec(text)?.[1]);
	return { step, value };
}

const steps = async (page: Page) => (await readChart(page, /^Loss/, 'End')).step;

test('a first visitor trains: the loss falls, a stage border passes, nothing blocks the page', async ({
	page,
	baseURL
}) => {
	const { problems, foreign, longTasks } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/');
	await page.getByRole('link', { name: 'Open the playground' }).first().click();
	await expect(button(page, 'Train')).toBeEnabled();
	await expect(
		page.locator('section[aria-labelledby="predictions-title"]').getByRole('listitem').getByRole('img')
	).toHaveCount(20);
	await makeItSmall(page);

	await longTasks();
	await button(page, 'Train').click();
	await expect(bar(page)).toContainText('epoch 4.0 of 4', { timeout: 4 * 60_000 });
	await expect(bar(page)).toContainText('finished', { timeout: 60_000 });
	// Total blocking time: a busy machine can hold a page up for a moment by itself.
	const blockedMs = (await longTasks()).reduce((sum, ms) => sum + Math.max(0, ms - 50), 0);
	expect(blockedMs).toBeLessThan(200);

	await expect(bar(page)).toContainText('stage 2 of 2 · 16 px');
	const first = await readChart(page, /^Loss/, 'Home');
	const last = await readChart(page, /^Loss/, 'End');
	expect([first.step, last.step]).toEqual([1, 48]);
	expect(last.value).toBeLessThan(first.value - 0.1);

	await page.locator('summary', { hasText: 'Curves as a table' }).click();
	const rows = page.getByRole('region', { name: 'Curves as a table' }).getByRole('row');
	await expect(rows.filter({ hasText: '12 px' })).not.toHaveCount(0);
	await expect(rows.filter({ hasText: '16 px' })).not.toHaveCount(0);
	await expect(page.getByText(/\d+ of 20 right/)).toBeVisible();
	await expect(page.getByText(/of 64 test images right at 16 px/).first()).toBeVisible();

	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('pause, step and reset do what they say', async ({ page }) => {
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	await makeItSmall(page);
	// The processor trains a hundred such steps a second: the run must outlast the way to the button.
	await enter(page, 'Epochs of stage 1', '400');

	await button(page, 'Step').click();
	await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	expect(await steps(page)).toBe(1);
	await button(page, 'Step').click();
	await expect.poll(() => steps(page)).toBe(2);

	await button(page, 'Go on').click();
	await expect.poll(() => steps(page), { timeout: 60_000 }).toBeGreaterThan(4);
	await button(page, 'Pause').click();
	await expect(bar(page)).toContainText('paused');
	const paused = await steps(page);
	await page.waitForTimeout(3000);
	expect(await steps(page)).toBe(paused);

	await enter(page, 'Batch', '8');
	await expect(page.getByText('Yours take effect after Reset').first()).toBeVisible();
	await button(page, 'Reset').click();
	await expect(bar(page)).toContainText('Ready at step 0');
	await expect(page.getByText('No run yet: press Train.')).toBeVisible();
});

test('training stops where the reader says, gently where that is wanted, and the schedule tells its memory', async ({
	page
}) => {
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	await makeItSmall(page);
	await expect(page.getByText(/Its largest step takes [\d.]+.MB of memory/)).toBeVisible();

	await bar(page).getByText('Stop at', { exact: true }).press('Enter');
	await bar(page).getByRole('radio', { name: 'steps' }).press('Space');
	await enter(page, 'Stop after', '49');
	await expect(bar(page).getByRole('alert')).toHaveText('The run ends before that, after 48 steps.');
	await enter(page, 'Stop after', '7');
	await expect(bar(page).getByRole('status').getByText('Training pauses after step 7.')).toBeVisible();
	await page.keyboard.press('Escape');

	await bar(page).locator('.chip summary').press('Enter');
	await page.getByRole('checkbox', { name: 'Leave time for the page and the device' }).press('Space');
	await page.keyboard.press('Escape');
	await button(page, 'Train').click();
	await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	expect(await steps(page)).toBe(7);
	await button(page, 'Go on').click();
	await expect(bar(page)).toContainText('finished', { timeout: 3 * 60_000 });
	await page.reload();
	await expect(bar(page).locator('.chip summary')).toContainText('gentle');
});

test('the reader sees what was measured, takes WebGPU on the software adapter, and trains on it', async ({
	page
}) => {
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	const chip = bar(page).locator('.chip summary');
	await expect(chip).toContainText('WebAssembly · CPU');
	await chip.click();
	const engine = (name: RegExp) => bar(page).getByRole('radio', { name });
	await expect(engine(/^Automatic/)).toBeChecked();
	await expect(engine(/^WebAssembly trains now [\d,.]+ images\/s/)).toBeEnabled();
	await expect(engine(/^WebGPU .*software Not measured/)).toBeEnabled();
	expect(await violations(page)).toEqual([]);

	await engine(/^WebGPU/).check();
	await bar(page).getByRole('button', { name: 'Use this engine' }).press('Enter');
	await expect(bar(page).getByText('Starting and measuring')).toBeVisible();
	await expect(chip).toHaveText(/^WebGPU · .*swiftshader.* · software$/i, { timeout: 2 * 60_000 });
	await expect(engine(/^WebGPU trains now [\d,.]+ images\/s/)).toBeChecked();
	await chip.press('Escape');
	await expect(engine(/^WebGPU/)).toBeHidden();

	await makeItSmall(page);
	await expect(page.getByRole('combobox', { name: 'Variant' })).toHaveValue('v2-pico');
	await button(page, 'Step').click();
	await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	await button(page, 'Step').click();
	await expect.poll(() => steps(page)).toBe(2);
	await expect(chip).toContainText('WebGPU');
});

test('the language can change under way without losing the run', async ({ page }) => {
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	await makeItSmall(page);
	await button(page, 'Step').click();
	await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	await page.getByRole('link', { name: '中文' }).click();
	await expect(page).toHaveURL(/\/zh\/playground\/$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
	await expect(page.getByRole('region', { name: '训练', exact: true })).toContainText('已暂停');
	await expect(page.getByText('第 1 步')).not.toHaveCount(0);
});
