import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

async function set(page: Page, name: string, value: string) {
	const field = page.getByRole('spinbutton', { name, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

test('a reader searches, takes the result away and opens it again', async ({ page, baseURL }) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/search/');
	await page.locator('summary', { hasText: 'More settings' }).click();
	await set(page, 'Candidates at most', '3');
	await set(page, 'Steps per candidate', '10');
	await set(page, 'Image size', '8');
	await set(page, 'Batch', '8');
	await set(page, 'Training images', '60');
	await page.getByRole('combobox', { name: 'Engine' }).selectOption('wasm');
	const start = page.getByRole('button', { name: 'Start the search' });
	await start.click();
	await expect(page.locator('#search').getByText('Finished: all candidates are measured.')).toBeVisible({
		timeout: 60_000
	});
	const table = page.getByRole('table', { name: 'All candidates as a table' });
	await expect(table.getByRole('row')).toHaveCount(4);
	await expect(page.getByText(/^Best of 3: candidate \d/)).toBeVisible();
	expect(await violations(page)).toEqual([]);

	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download JSON' }).click();
	const text = readFileSync(await (await downloading).path(), 'utf8');
	const file = JSON.parse(text) as { engine: string; results: { parameters: number }[] };
	expect(file.engine).toBe('wasm');
	expect(file.results.map(({ parameters }) => parameters > 10_000)).toEqual([true, true, true]);
	await page.reload();
	// Files can be handed to a field before the page is alive.
	await expect(start).toBeEnabled();
	await page
		.getByLabel('Open a search from a file')
		.setInputFiles({ name: 'search.json', mimeType: 'application/json', buffer: Buffer.from(text) });
	await expect(table.getByRole('row')).toHaveCount(4);
	// The same results under another reward: compared, and said to be ranked anew only.
	const other = text.replace(/"w":\s*-?[\d.]+/, '"w":-0.5');
	await page
		.getByLabel('Open a search from a file')
		.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from(other) });
	await expect(page.getByText(/^They differ in w \(-0\.5 \| /)).toBeVisible();
	await expect(page.getByText(/^Both tried the same networks \(3 in common\)/)).toBeVisible();
	await table.getByRole('link', { name: /^train it … candidate 1,/ }).click();
	await expect(page.getByRole('combobox', { name: 'Variant' })).toHaveValue(
		/^stem_s1_c8-[ei]r_.*-head_c192$/
	);
	await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
	await page.getByRole('button', { name: 'Step', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Training', exact: true })).toContainText('paused');
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});
