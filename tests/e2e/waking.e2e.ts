/** Which panels of the playground are alive: those in the window, and after the reader's first move all of them. */
import { expect, test, type Page } from '@playwright/test';
import { move } from './move';

const train = (page: Page) =>
	page.getByRole('region', { name: 'Training' }).getByRole('button', { name: 'Train', exact: true });
const alive = (page: Page) => page.locator('[data-panel][data-live]');
const namesOf = (page: Page) =>
	alive(page).evaluateAll((places) => places.map((place) => (place as HTMLElement).dataset.panel));
const phone = { width: 412, height: 823 };
const every = 9;

declare global {
	interface Window {
		/** Panels as they came alive. */
		order: (string | undefined)[];
	}
}

/** The page with all that comes by itself: the worker has answered, and a second has passed. */
async function visit(page: Page, viewport = phone, fragment = '') {
	await page.setViewportSize(viewport);
	await page.goto(`/en/playground/${fragment}`);
	await expect(train(page)).toBeEnabled();
	await page.waitForTimeout(1000);
	await page.evaluate(() => {
		window.order = [];
		new MutationObserver((changes) => {
			for (const { target } of changes) window.order.push((target as HTMLElement).dataset.panel);
		}).observe(document.body, { subtree: true, attributeFilter: ['data-live'] });
	});
}

test('on a phone only what the window shows comes alive by itself, the rest nearest first with the first move', async ({
	page
}) => {
	await visit(page);
	expect(await namesOf(page)).toEqual(['schedule']);
	await expect(page.getByRole('spinbutton', { name: 'Training images' })).toBeDisabled();
	await move(page);
	await expect(alive(page)).toHaveCount(every);
	expect(await page.evaluate(() => window.order)).toEqual([
		...['curves', 'runs', 'inspect', 'sight', 'predictions', 'data', 'network', 'recipe']
	]);
	await expect(page.getByRole('spinbutton', { name: 'Training images' })).toBeEnabled();
	// What the worker said before that is not lost.
	await expect(page.getByRole('region', { name: 'Data', exact: true })).toContainText(/[\d,]+ to train/);
	await expect(
		page.locator('section[aria-labelledby="predictions-title"]').getByRole('listitem').getByRole('img')
	).toHaveCount(20);
});

test('on a desktop what has no place in the prerendered page comes by itself where the window shows it', async ({
	page
}) => {
	await visit(page, { width: 1280, height: 900 });
	expect((await namesOf(page)).toSorted()).toEqual(['data', 'network', 'predictions', 'schedule', 'sight']);
	await page.mouse.wheel(0, 300);
	await expect(alive(page)).toHaveCount(every);
});

test('a window that is made higher shows live panels without a move', async ({ page }) => {
	await visit(page);
	await page.setViewportSize({ ...phone, height: 1400 });
	await expect.poll(() => namesOf(page)).toEqual(['schedule', 'curves']);
});

for (const [how, act] of [
	['a key', (page: Page) => page.keyboard.press('Tab')],
	['a focus that a script sets', (page: Page) => train(page).evaluate((button) => button.focus())]
] as const) {
	test(`${how} is a move`, async ({ page }) => {
		await visit(page);
		await act(page);
		await expect(alive(page)).toHaveCount(every);
		await page.getByRole('spinbutton', { name: 'Seed of the run' }).press('ArrowUp');
		expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
	});
}

test('the panel that is pressed comes first', async ({ page }) => {
	await visit(page);
	await page.locator('[data-panel="network"] select').dispatchEvent('pointerdown');
	await expect(alive(page)).toHaveCount(every);
	expect((await page.evaluate(() => window.order))[0]).toBe('network');
});

test('what a link holds is shown without a move, wherever it stands', async ({ page }) => {
	await visit(page, phone, '#run=1&batch=8&data.train=192');
	await expect(alive(page)).toHaveCount(every);
	await expect(page.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('8');
	await expect(page.getByRole('spinbutton', { name: 'Training images' })).toHaveValue('192');
});
