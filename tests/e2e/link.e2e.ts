import { expect, test, type Locator, type Page } from '@playwright/test';
import { move } from './move';

const bar = (page: Page) => page.getByRole('region', { name: 'Training' });
const train = (page: Page) => bar(page).getByRole('button', { name: 'Train', exact: true });
const spin = (page: Page | Locator, name: string) => page.getByRole('spinbutton', { name, exact: true });
const chosen = (page: Page | Locator, name: string) => page.getByRole('radio', { name, exact: true });

async function enter(page: Page | Locator, label: string, value: string) {
	await spin(page, label).fill(value);
	await spin(page, label).press('Enter');
}

/** A group of radio buttons lies under its labels. */
const choose = (page: Page, name: string) => chosen(page, name).check({ force: true });

async function linkOf(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Copy link' }).click();
	await expect(page.getByText('Link copied.')).toBeVisible();
	return page.evaluate(() => navigator.clipboard.readText());
}

test('whoever opens a link to the playground sees it as the sender did', async ({ browser, baseURL }) => {
	const permissions = ['clipboard-read', 'clipboard-write'];
	const newPage = async () => {
		const context = await browser.newContext({ permissions, ...(baseURL ? { baseURL } : {}) });
		return context.newPage();
	};
	const sender = await newPage();
	await sender.goto('/en/playground/');
	await expect(train(sender)).toBeEnabled();
	await move(sender);
	await enter(sender, 'Training images', '192');
	await enter(sender, 'Batch', '8');
	await choose(sender, 'Free stages');
	await choose(sender, 'images');
	await choose(sender, 'log loss');
	await choose(sender, '5');
	await sender.getByText('Gradient norm').click();
	await sender.getByText('More', { exact: true }).click();
	await bar(sender).getByText('Stop at').click();
	await enter(sender, 'Stop after', '3');
	await bar(sender).getByText('Stop at').click();
	await bar(sender).locator('.chip summary').click();
	await sender.getByRole('checkbox', { name: 'Leave time for the page and the device' }).check();
	await bar(sender).locator('.chip summary').click();
	await sender.getByRole('button', { name: 'Another draw' }).click();
	await sender.getByRole('slider', { name: 'Epoch' }).fill('5');
	await sender.locator('section[aria-labelledby="predictions-title"]').getByRole('button').nth(3).click();
	const image = await spin(sender, 'Test image').inputValue();
	await choose(sender, 'Class by class');
	const link = await linkOf(sender);
	expect(link).toMatch(/#run=1&.*batch=8.*&view=1&view\.source=collect&view\.free=true/);
	expect(new URL(link).hash.length).toBeLessThan(700);
	const seen = sender.getByRole('region', { name: 'What the network sees' }).getByRole('img').first();
	const said = await seen.getAttribute('aria-label');

	const receiver = await newPage();
	await receiver.goto(link);
	await expect(receiver.getByText('The current settings come from the link.')).toBeVisible();
	await expect(train(receiver)).toBeEnabled();
	await expect(spin(receiver, 'Batch')).toHaveValue('8');
	for (const name of ['Free stages', 'images', 'log loss', '5', 'Class by class', 'One image']) {
		await expect(chosen(receiver, name), name).toBeChecked();
	}
	await expect(spin(receiver, 'Test image')).toHaveValue(image);
	await expect(receiver.getByRole('slider', { name: 'Epoch' })).toHaveValue(
		await sender.getByRole('slider', { name: 'Epoch' }).inputValue()
	);
	await expect(
		receiver.getByRole('region', { name: 'What the network sees' }).getByRole('img').first()
	).toHaveAttribute('aria-label', said ?? '');
	await expect(spin(receiver, 'Weight decay')).toBeVisible();
	await expect(receiver.getByRole('slider', { name: /^Norm of the gradient/ })).toBeVisible();
	await expect(bar(receiver).getByText('gentle')).toBeVisible();
	await bar(receiver).getByText('Stop at').click();
	await expect(spin(receiver, 'Stop after')).toHaveValue('3');
	expect(await linkOf(receiver)).toBe(link);
	// The sender's wish is for this visit.
	expect(await receiver.evaluate(() => localStorage.getItem('gentle'))).toBeNull();
	await receiver.context().close();
	await sender.context().close();
});

test('images that stayed with the sender are named to whoever opens the link', async ({ page }) => {
	await page.goto('/en/playground/#run=1&data.kind=cifar100&view=1&view.source=cifar&view.axis=clock');
	await expect(page.getByText('except for what was not understood: view.axis.')).toBeVisible();
	await expect(page.getByText('The sender’s images (CIFAR-100) are files')).toBeVisible();
	await expect(chosen(page, 'CIFAR')).toBeChecked();
});

test('the address of a lab opens it as it stands', async ({ page, context }) => {
	await page.goto('/en/bottlenecks/');
	await expect(spin(page, 'Batch')).toBeEnabled();
	await enter(page, 'Batch', '8');
	await enter(page, 'Turns each', '7');
	await expect(page).toHaveURL(/#view=1&batch=8&repeats=7$/);
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(spin(other, 'Batch')).toHaveValue('8');
	await expect(spin(other, 'Turns each')).toHaveValue('7');
	await other.close();

	await page.goto('/en/blocks/');
	const table3 = page.getByRole('region', { name: 'Table 3' });
	await expect(spin(table3, 'Turns each')).toBeEnabled();
	await enter(table3, 'Memory', '512');
	await expect(page).toHaveURL(/#view=1&table3\.memoryMiB=512$/);
	await page.goto('/en/search/');
	await page.goto('/en/blocks/#view=1&table3.family=nano&table3.repeats=3');
	await expect(chosen(table3, 'v2-nano and its twins')).toBeChecked();
	await expect(spin(table3, 'Turns each')).toHaveValue('3');

	await page.goto('/en/search/#view=1&w=-0.5&over=parameters&search.candidates=40&search.steps=1');
	const reward = page.getByRole('region', { name: 'The reward' });
	await expect(reward.getByRole('radio', { name: 'parameters' })).toBeChecked();
	await expect(spin(page, 'Candidates at most')).toHaveValue('40');
	await page.getByText('More settings').click();
	// Ten steps are the fewest.
	await expect(spin(page, 'Steps per candidate')).toHaveValue('250');
	await expect(page.getByText('Not understood')).toHaveText(
		'Not understood in the address and left out: search.steps (10, 11 … 10000)'
	);
});

for (const [name, fragment, named] of [
	['blocks', 'view=1&batch=0&step=4&own.width=x&mood=1', 'batch (1, 2 … 512), own.width, mood'],
	['bottlenecks', 'view=1&batch=8&mood=1', 'mood'],
	['schedules', 'race=1&seeds=77&mood=1&view=1&over=colour', 'seeds, mood, over (time, macs)'],
	['scaling', 'design=1&alpha=x', 'alpha']
] as const) {
	test(`what the page "${name}" leaves out of its address it names`, async ({ page }) => {
		await page.goto(`/en/${name}/#${fragment}`);
		await expect(page.getByText(/^Not understood|could not be used/)).toContainText(`: ${named}`);
	});
}
