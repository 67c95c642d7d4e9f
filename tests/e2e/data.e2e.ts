import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { classFolders, picture } from './pictures';

const panelOf = (page: Page) => page.getByRole('region', { name: 'Data', exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'Training' });
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

async function visit(page: Page) {
	await page.goto('/en/playground/');
	const panel = panelOf(page);
	await expect(panel).toContainText(/[\d,]+ to train/);
	await expect(bar(page).getByRole('button', { name: 'Train' })).toBeEnabled();
	return panel;
}

test('images in class folders: counted, the bad file named, trained on; nothing leaves the computer', async ({
	page,
	baseURL
}) => {
	const panel = await visit(page);
	const sent: string[] = [];
	page.on('request', (request) => {
		const elsewhere = /^https?:/.test(request.url()) && !request.url().startsWith(baseURL ?? '');
		if (elsewhere || request.method() !== 'GET') sent.push(request.url());
	});
	await panel.getByText('Folders', { exact: true }).click();
	const side = panel.getByRole('spinbutton', { name: 'Resize to' });
	await side.fill('16');
	await side.press('Enter');
	const chooser = page.waitForEvent('filechooser');
	await panel.getByRole('button', { name: 'Choose an archive …' }).click();
	await (await chooser).setFiles(file('colours.zip', classFolders(24)));

	await expect(panel).toContainText('60 to train, 12 to test · 16 px');
	await expect(panel.getByRole('row', { name: 'amber 20 4' })).toBeVisible();
	await expect(panel.getByRole('row', { name: 'teal 20 4' })).toBeVisible();
	await panel.locator('summary', { hasText: 'Skipped files: 1' }).click();
	await expect(panel.getByText('colours/plum/broken.png')).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await expect(page.getByText('tell 3 classes apart').first()).toBeVisible();
	await expect(page.getByRole('img', { name: 'plum; not predicted yet' })).not.toHaveCount(0);

	const step = bar(page).getByRole('button', { name: 'Step', exact: true });
	for (let made = 0; made < 3; made++) {
		await step.click();
		await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	}
	await expect(page.getByRole('img', { name: /^(amber|teal|plum).*%/ })).not.toHaveCount(0);
	expect(sent).toEqual([]);

	await panel.getByText('Silhouettes', { exact: true }).last().click();
	await panel.getByRole('button', { name: 'Back to the silhouettes' }).click();
	await expect(page.getByRole('img', { name: 'hourglass; not predicted yet' })).not.toHaveCount(0);
});

test('files that are no data are refused in one sentence, and the set that was there stays', async ({
	page
}) => {
	const panel = await visit(page);
	await panel.getByText('CIFAR', { exact: true }).click();
	const picker = panel.locator('input[type=file]');
	const good = file('data_batch_1.bin', Buffer.alloc(3073, 1));
	await picker.setInputFiles([good, file('test_batch.bin', Buffer.alloc(4000))]);
	await expect(panel.getByRole('alert')).toContainText(
		'“test_batch.bin” was not loaded: it is empty, or its'
	);
	await picker.setInputFiles([good, file('test_batch.bin', Buffer.alloc(3073, 12))]);
	await expect(panel.getByRole('alert')).toContainText(
		'“test_batch.bin” was not loaded: it holds a label that belongs to no class'
	);
	await picker.setInputFiles(file('holiday.jpg', Buffer.alloc(999, 7)));
	await expect(panel.getByRole('alert')).toContainText('“holiday.jpg” was not loaded: it is neither');
	await expect(panel).toContainText('Silhouettes');
	await expect(page.getByRole('img', { name: 'hourglass; not predicted yet' })).not.toHaveCount(0);
});

test('the reader’s own CIFAR-10 files take the place of the silhouettes', async ({ page }) => {
	const panel = await visit(page);
	await panel.getByText('CIFAR', { exact: true }).click();
	const folder = new URL('../fixtures/photos/', import.meta.url).pathname;
	await panel
		.locator('input[type=file]')
		.setInputFiles(['data_batch_1.bin', 'test_batch.bin', 'batches.meta.txt'].map((name) => folder + name));
	await expect(panel).toContainText('CIFAR-10 files');
	await expect(panel).toContainText('1,000 to train, 300 to test');
	await expect(page.getByRole('img', { name: 'astronaut; not predicted yet' })).not.toHaveCount(0);
});

test('images class by class become the data', async ({ page }) => {
	const panel = await visit(page);
	await panel.getByText('Class by class', { exact: true }).click();
	for (const [name, colour] of [
		['Class 1', [200, 0, 0]],
		['Class 2', [0, 0, 200]]
	] as const) {
		const images = Array.from({ length: 6 }, (_, i) => file(`${i}.png`, picture(colour, i)));
		await panel.locator(`input[data-picks="Add images to ${name} …"]`).setInputFiles(images);
	}
	await expect(panel.getByText('Images: 6')).toHaveCount(2);
	expect(await violations(page)).toEqual([]);
	await panel.getByRole('button', { name: 'Use these images' }).click();
	await expect(panel).toContainText('10 to train, 2 to test · 32 px');
	await expect(page.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('8');
});
