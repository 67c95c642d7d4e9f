/** What a session of half an hour with every control found, where nothing else tests it (docs/session.md). */
import { expect, test, type Page } from '@playwright/test';
import { witness } from './witness';

const bar = (page: Page) => page.getByRole('region', { name: 'Training' });
const button = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });
const advice = (page: Page) => page.getByRole('button', { name: 'Apply from now on' });

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

const step = async (page: Page) => {
	const text = await page.getByRole('slider', { name: /^Loss/ }).getAttribute('aria-valuetext');
	return Number(/At step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
};

test('by keyboard alone: step after step, an epoch, a change from now on, and back to the start', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	// The first key brings what is not in the window.
	await page.keyboard.press('Tab');
	await enter(page, 'Training images', '192');
	await enter(page, 'Test images', '64');
	await enter(page, 'Image size of stage 4, px', '16');
	await page.getByRole('combobox', { name: 'Variant' }).selectOption('v2-pico');

	await button(page, 'Step').focus();
	for (const made of [1, 2, 3]) {
		await page.keyboard.press('Enter');
		await expect.poll(() => step(page)).toBe(made);
		await expect(button(page, 'Step')).toBeEnabled();
		await expect(button(page, 'Step')).toBeFocused();
	}
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect.poll(() => step(page)).toBe(6);
	await expect(button(page, 'Epoch')).toBeEnabled();
	await expect(button(page, 'Epoch')).toBeFocused();

	// The field is at the page's end, the advice at its beginning: it comes along.
	await enter(page, 'Peak learning rate', '0.01');
	await expect(advice(page)).toBeInViewport();
	await advice(page).press('Enter');
	await expect(advice(page)).toBeHidden();
	expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);

	// What gets the focus is not behind the bar.
	await page.getByRole('spinbutton', { name: 'Seed of the run' }).press('Shift+Tab');
	const focused = await page.locator(':focus').boundingBox();
	const top = (await bar(page).boundingBox())?.y ?? 0;
	expect((focused?.y ?? 0) + (focused?.height ?? 0)).toBeLessThanOrEqual(top);

	await button(page, 'Reset').press('Enter');
	await expect(bar(page)).toContainText('Ready at step 0');
	await expect(button(page, 'Reset')).toBeFocused();
});

test('a set of three images is shown, trained on and breaks nothing', async ({ page, baseURL }) => {
	const { problems } = await witness(page, new URL(baseURL ?? '').origin);
	await page.goto('/en/playground/');
	await expect(button(page, 'Train')).toBeEnabled();
	const panel = page.getByRole('region', { name: 'Data', exact: true });
	await panel.getByText('CIFAR', { exact: true }).click();
	const folder = new URL('../fixtures/pickles/python2/', import.meta.url).pathname;
	await panel
		.locator('input[type=file]')
		.setInputFiles(['data_batch_1', 'test_batch', 'batches.meta'].map((name) => folder + name));
	await expect(panel).toContainText('3 to train, 2 to test');
	const sight = page.getByRole('region', { name: 'What the network sees' });
	await expect(sight.getByRole('img', { name: /^Training image \d+: / })).toHaveCount(8);
	await button(page, 'Step').click();
	await expect(bar(page)).toContainText('paused', { timeout: 60_000 });
	expect(problems).toEqual([]);
});
