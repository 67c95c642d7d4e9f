import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { move } from './move';

const bar = (page: Page) => page.getByRole('region', { name: 'Training' });
const button = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });
const panel = (page: Page) => page.getByRole('region', { name: 'Runs', exact: true });
const rows = (page: Page) => panel(page).getByRole('list').getByRole('listitem');

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

/** Two stages of small images: 24 steps an epoch, long enough not to end before Pause is pressed. */
async function makeItSmall(page: Page) {
	await expect(button(page, 'Train')).toBeEnabled();
	await enter(page, 'Training images', '192');
	await enter(page, 'Test images', '64');
	await enter(page, 'Batch', '8');
	await enter(page, 'Warm-up, epochs', '0');
	await page.getByRole('button', { name: 'Remove stage 4' }).click();
	await page.getByRole('button', { name: 'Remove stage 3' }).click();
	await enter(page, 'Image size of stage 1, px', '12');
	await enter(page, 'Image size of stage 2, px', '16');
	await enter(page, 'Epochs of stage 1', '2');
	await enter(page, 'Epochs of stage 2', '12');
}

const step = async (page: Page) => {
	const text = await page.getByRole('slider', { name: /^Loss/ }).getAttribute('aria-valuetext');
	return Number(/At step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
};

async function downloaded(page: Page, press: () => Promise<void>) {
	const [download] = await Promise.all([page.waitForEvent('download'), press()]);
	return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const files = (page: Page) => panel(page).getByLabel('Choose run files …', { exact: true });

test('a run outlives the page: it goes on, is changed, saved, deleted, brought back and compared', async ({
	page
}) => {
	await page.goto('/en/playground/');
	await move(page);
	await expect(panel(page)).toContainText('No runs yet: press Train.');
	await makeItSmall(page);
	await button(page, 'Epoch').click();
	await expect(bar(page)).toContainText('paused', { timeout: 3 * 60_000 });
	expect(await step(page)).toBe(24);
	await expect(bar(page)).toContainText('kept at step 24');
	await expect(rows(page)).toContainText('step 24 of 336');

	// As after a kill: the page only knows what the browser has kept.
	page.on('dialog', (dialog) => void dialog.accept());
	await page.reload();
	const goOn = page.getByRole('button', { name: 'Go on at step 24', exact: true });
	await expect(page.getByText('An unfinished run is kept')).toBeVisible();
	await goOn.click();
	await button(page, 'Pause').click();
	await expect(bar(page)).toContainText('paused');
	await button(page, 'Step').click();
	await expect.poll(() => step(page)).toBeGreaterThan(24);
	await expect(bar(page)).toContainText('paused');
	expect(await violations(page)).toEqual([]);

	await enter(page, 'Batch', '16');
	await expect(page.getByText('Only Reset can change these: Batch.')).toBeVisible();
	await enter(page, 'Batch', '8');
	await enter(page, 'Peak learning rate', '0.01');
	await page.getByRole('button', { name: 'Apply from now on' }).click();
	await expect(page.getByRole('button', { name: 'Apply from now on' })).toBeHidden();
	await button(page, 'Go on').click();
	await expect(bar(page)).toContainText('finished', { timeout: 2 * 60_000 });
	await expect(page.getByText('changed', { exact: true }).first()).toBeAttached();
	await expect(rows(page)).toContainText(/finished, 336 steps · [\d.]+.% right/);

	await rows(page).getByText('More').click();
	const document = await downloaded(page, () =>
		rows(page).getByRole('button', { name: 'run (JSON)' }).click()
	);
	expect(JSON.parse(document.bytes.toString())).toMatchObject({ position: 336, state: 'finished' });
	const checkpoint = await downloaded(page, () =>
		rows(page).getByRole('button', { name: 'checkpoint (safetensors)' }).click()
	);
	expect([document.name, checkpoint.name]).toEqual([
		expect.stringMatching(/^v2-.*-step-336\.json$/),
		document.name.replace('.json', '.safetensors')
	]);
	const picture = await downloaded(page, () =>
		page.getByRole('button', { name: 'Save “Accuracy” as SVG' }).click()
	);
	expect(picture.bytes.toString()).toMatch(/^<svg .*training batch/s);
	const bitmap = await downloaded(page, () =>
		page.getByRole('button', { name: 'Save “Loss” as PNG' }).click()
	);
	expect(bitmap.bytes.subarray(1, 4).toString()).toBe('PNG');

	await rows(page).getByRole('button', { name: 'Delete …' }).click();
	await rows(page).getByRole('button', { name: 'Delete', exact: true }).click();
	await expect(panel(page)).toContainText('No runs yet: press Train.');
	const both = [document, checkpoint].map(({ name, bytes }) => ({
		...{ name, mimeType: 'application/octet-stream' },
		buffer: bytes
	}));
	await files(page).setInputFiles(both);
	await expect(panel(page)).toContainText('Runs loaded: 1.');
	await files(page).setInputFiles([both[0]!]);
	await expect(rows(page)).toHaveCount(2);
	await files(page).setInputFiles([{ ...both[1]!, buffer: both[1]!.buffer.subarray(0, 500) }]);
	await expect(panel(page).getByRole('alert')).toContainText('.safetensors” was not loaded');
	await expect(rows(page)).toHaveCount(2);

	for (const box of await rows(page).getByRole('checkbox').all()) await box.check();
	const table = panel(page).getByRole('region', { name: /^The ticked runs/ });
	await expect(table.getByRole('row')).toHaveCount(3);
	await expect(table).toContainText('nothing: the settings are the same');
	await page.getByRole('slider', { name: /^Test accuracy of the ticked runs/ }).press('Home');
	await expect(panel(page).getByText('At step 24')).toBeVisible();
	expect(await violations(page)).toEqual([]);
});

test('a link holds the settings; what it says wrongly is named', async ({ page, context, baseURL }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
		origin: new URL(baseURL ?? '').origin
	});
	await page.goto('/en/playground/');
	await move(page);
	await makeItSmall(page);
	await page.getByRole('button', { name: 'Copy link' }).click();
	await expect(panel(page)).toContainText('Link copied.');
	const link = await page.evaluate(() => navigator.clipboard.readText());
	expect(link).toMatch(/\/en\/playground\/#run=1&.*batch=8/);

	const other = await context.newPage();
	await other.goto(`${link}&batch=much&colour=red`);
	await expect(other.getByText('except for what was not understood: batch, colour.')).toBeVisible();
	await expect(button(other, 'Train')).toBeEnabled();
	await expect(other.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('8');
	await expect(other.getByRole('spinbutton', { name: 'Image size of stage 1, px' })).toHaveValue('12');
	await expect(other.getByRole('button', { name: 'Remove stage 3' })).toHaveCount(0);
});
