import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { move } from './move';
import { witness } from './witness';

const bar = (page: Page) => page.getByRole('region', { name: 'Training' });

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

test('after a few steps the reader opens the matrix, a cell, and an image with its layers', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/playground/');
	await move(page);
	const step = bar(page).getByRole('button', { name: 'Step', exact: true });
	await expect(step).toBeEnabled();
	// The images are made before any run, by the engine that will train.
	const sight = page.getByRole('region', { name: 'What the network sees' });
	await expect(sight.getByRole('img', { name: /^Training image \d+: / })).toHaveCount(8);
	await sight.getByRole('slider', { name: 'Epoch' }).press('End');
	await expect(sight.getByRole('radio').last()).toBeChecked();

	await enter(page, 'Training images', '192');
	await enter(page, 'Test images', '64');
	await enter(page, 'Batch', '16');
	const panel = page.getByRole('region', { name: 'Inspect' });
	await panel.getByText(/^Look into the network/).click();
	await expect(panel).toContainText('press Train or Step');
	for (let made = 0; made < 3; made++) {
		await step.click();
		await expect(page.getByText(`step ${made + 1}`, { exact: false }).first()).toBeVisible();
	}

	await panel.getByRole('button', { name: 'Ask about all test images' }).click();
	await expect(panel.getByText(/^\d+ of 64 right, /)).toBeVisible();
	const filled = panel.getByRole('gridcell').filter({ hasText: /^[1-9]/ });
	await filled.first().click();
	const images = panel.getByRole('button', { name: /^Test image \d+: / });
	await expect(images).not.toHaveCount(0);
	await panel.getByRole('combobox', { name: 'Images at' }).selectOption({ index: 6 });
	await panel.getByRole('button', { name: 'Again' }).click();
	await expect(panel.getByRole('heading', { name: 'Asked so far' })).toBeVisible();

	const name = (await images.first().getAttribute('aria-label')) ?? '';
	const [, number = '', truth = ''] = /^Test image (\d+): (\w+)/.exec(name) ?? [];
	await images.first().click();
	await expect(panel.getByRole('spinbutton', { name: 'Test image' })).toHaveValue(number);
	await expect(panel.getByText(`It shows: ${truth}.`)).toBeVisible();
	await panel.locator('summary', { hasText: 'Block 1' }).click();
	await expect(panel.getByRole('img', { name: /channels as grey pictures, from / })).not.toHaveCount(0);
	await expect(panel.getByRole('img', { name: /filters of the first convolution/ })).toBeVisible();
	expect(await violations(page)).toEqual([]);

	await panel.getByText('Weights and gradients', { exact: true }).click();
	await expect(panel.getByRole('row', { name: /^conv_stem/ })).toBeVisible();
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});
