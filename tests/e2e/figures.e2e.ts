/** The figures of the article that run something: each is pressed, tells a measured result, and can be stopped. */
import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

/** The figure, now that it has taken the place of the prerendered one, whose buttons do nothing. */
async function live(page: Page, id: string): Promise<Locator> {
	const figure = page.locator(`#fig-${id}`);
	await expect(figure.locator('> .stage')).toHaveAttribute('data-live');
	return figure;
}

/** A figure by itself, without motion. */
async function open(page: Page, id: string): Promise<Locator> {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.goto(`/en/embed/${id}/`);
	return live(page, id);
}

const press = (figure: Locator, name: string | RegExp) => figure.getByRole('button', { name }).click();

test('image size against throughput: measured to the end, with its table and what it was measured on', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	const workers: string[] = [];
	page.on('worker', (worker) => workers.push(worker.url()));
	await page.goto('/en/#fig-sizetime');
	const figure = await live(page, 'sizetime');
	await expect(figure).toContainText('Nothing measured yet');
	expect(workers).toEqual([]);
	await press(figure, /^Measure: /);
	await expect(figure.getByRole('button', { name: /^Stop: / })).toBeVisible();
	await expect(figure.locator('.go')).toContainText('Finished.', { timeout: 120_000 });
	await expect(figure).toContainText(/At 32 px an image has 1\/16 of the pixels that it has at 128 px/);
	await expect(figure).toContainText(/Measured here on .*: efficientnet-b0, 160 MiB per step, turns: 3/);
	await expect(figure.getByRole('status')).toContainText(/^Finished\. At 32 px/);
	await figure.locator('summary', { hasText: 'The figures behind it' }).click();
	await expect(figure.getByRole('table').getByRole('row')).toHaveCount(4);
	const rates = await figure.locator('tbody td:nth-child(6)').allInnerTexts();
	expect(rates.map(Number).every((rate) => rate > 0)).toBe(true);
	expect(await violations(page)).toEqual([]);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('depthwise against dense: stopped at once, then measured to the end, either way through the network', async ({
	page
}) => {
	const figure = await open(page, 'convtime');
	const place = figure.locator('.go');
	await press(figure, /^Measure: /);
	await press(figure, /^Stop: /);
	await expect(place).toContainText('Stopped.');
	await press(figure, /^Measure again: /);
	await expect(place).toContainText('Finished.', { timeout: 120_000 });
	await expect(figure).toContainText(/a multiply-add of a depthwise convolution takes [\d.]+ times/);
	await expect(figure).toContainText(/Measured here on .*: efficientnet-b0, 64 px, batch 4, turns: 3/);
	await figure.getByText('backward', { exact: true }).click();
	await expect(figure.getByRole('heading', { name: /stage by stage, backward$/ })).toBeVisible();
	await figure.locator('summary', { hasText: 'The figures behind it' }).click();
	await expect(figure.getByRole('table').getByRole('row')).toHaveCount(8);
	expect(await violations(page)).toEqual([]);
});

test('both blocks timed: stopped after a turn it keeps what it measured', async ({ page }) => {
	const figure = await open(page, 'blocktime');
	await press(figure, 'Measure');
	await expect(figure.locator('.verdict').first()).toContainText(/stage/);
	await press(figure, 'Stop');
	await expect(figure.locator('.go')).toContainText('Stopped. What was measured stays.');
	await expect(figure).toContainText(/Measured here on .*v2-micro/);
	expect(await violations(page)).toEqual([]);
});

test('the race of schedules in small: begins on its own, tells how far it is, and stops', async ({
	page
}) => {
	const figure = await open(page, 'race');
	await press(figure, 'Start the race');
	await expect
		.poll(async () => Number(await figure.getByRole('progressbar').getAttribute('value')), {
			timeout: 120_000
		})
		.toBeGreaterThan(0);
	await press(figure, 'Stop');
	await expect(figure.getByRole('button', { name: 'Race again' })).toBeVisible();
	await expect(figure.getByRole('button', { name: 'Stop' })).toHaveCount(0);
	expect(await violations(page)).toEqual([]);
});

test('an image flows through V2-S: shapes before, maps and times after, the same as counted', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	const figure = await open(page, 'flow');
	await expect(figure.getByRole('row', { name: /Stage 6 MBConv × 15 12 × 12 × 256/ })).toContainText('14.6');
	await expect(figure.getByRole('row', { name: /^Together/ })).toContainText('21,458,488');
	await press(figure, 'Play');
	await expect(figure.locator('.go')).toContainText('Finished.', { timeout: 120_000 });
	const maps = figure.getByRole('img', { name: /^(Stem|Stage \d|Head): 4 of / });
	await expect(maps).toHaveCount(8);
	await expect(maps.nth(3)).toHaveAccessibleName('Stage 3: 4 of 64 maps, 48 × 48, channels 1, 17, 33, 49');
	for (const canvas of await figure.locator('.maps canvas').all()) {
		const levels = await canvas.evaluate((element) => {
			const { width, height } = element as HTMLCanvasElement;
			const data = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
			return new Set(data.filter((_, at) => at % 4 === 0)).size;
		});
		expect(levels).toBeGreaterThan(8);
	}
	const times = await figure.locator('tbody tr td:last-child').allInnerTexts();
	expect(times).toHaveLength(9);
	expect(times.every((time) => Number.parseFloat(time) > 0)).toBe(true);
	await expect(figure).toContainText(/Measured here on .*medians of 3 runs of EfficientNetV2-S/);
	await expect(figure).toContainText('Nothing was learnt.');
	expect(await violations(page)).toEqual([]);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);

	// Another image forgets the maps; a run that is stopped keeps what came, here nothing.
	await figure.getByRole('radio', { name: 'flower' }).check({ force: true });
	await expect(maps).toHaveCount(0);
	await press(figure, 'Play');
	await press(figure, 'Stop');
	await expect(figure.locator('.go')).toContainText('Stopped. What has come stays.');
	await expect(figure.getByRole('button', { name: 'Play again' })).toBeEnabled();
});

test('on a phone the figures of every part of the flow are seen without scrolling sideways', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const figure = await open(page, 'flow');
	const cells = figure.locator('tr:nth-child(4) td, tfoot td:not(:empty)');
	await expect(cells).toHaveCount(7);
	await expect(cells).toContainText([
		/^$/,
		/parameters/,
		/multiply-adds/,
		/time, ms/,
		/parameters/,
		/multi/,
		/time/
	]);
	const room = (await figure.boundingBox())!;
	for (const cell of await cells.all()) {
		await expect(cell).toBeVisible();
		const { x, width } = (await cell.boundingBox())!;
		expect(x).toBeGreaterThan(room.x);
		expect(x + width).toBeLessThan(room.x + room.width);
	}
	expect(await violations(page)).toEqual([]);
});

test('the reader’s own image flows through v2-nano, and what is no image is refused in a sentence', async ({
	page
}) => {
	const figure = await open(page, 'flow');
	await figure.getByRole('radio', { name: 'v2-nano' }).check({ force: true });
	await expect(figure.getByRole('row', { name: /^Stem/ })).toContainText('32 × 32 × 16');
	const file = figure.getByLabel('Your own image …');
	const own = readFileSync('src/lib/figures/flow/flower-small.jpg');
	await file.setInputFiles({ name: 'flower.jpg', mimeType: 'image/jpeg', buffer: own });
	await expect(figure.getByRole('img', { name: 'your image' })).toBeVisible();
	await press(figure, 'Play');
	await expect(figure.locator('.go')).toContainText('Finished.');
	await expect(figure.getByRole('img', { name: /^Stage 4: 4 of 64 maps, 4 × 4/ })).toBeVisible();
	await file.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('not an image') });
	await press(figure, 'Play');
	await expect(figure.getByRole('alert')).toContainText('cannot be read as an image');
	expect(await violations(page)).toEqual([]);
});

test('where there is neither WebAssembly nor WebGPU each figure says so in one sentence', async ({
	browser,
	baseURL
}) => {
	const context = await browser.newContext({ serviceWorkers: 'block', ...(baseURL ? { baseURL } : {}) });
	// Every worker first loses both, and only then is what it is.
	const loss = 'delete self.WebAssembly; delete WorkerNavigator.prototype.gpu;';
	await context.route('**/loss.js', (route) => route.fulfill({ contentType: 'text/javascript', body: loss }));
	await context.route(/\.worker-[^/?]+\.js$/, async (route) => {
		const { pathname } = new URL(route.request().url());
		// With the host's own headers: an isolated page takes no other script for a worker.
		const response = await route.fetch();
		await route.fulfill({ response, body: `import '/loss.js'; import '${pathname}?whole';` });
	});
	const page = await context.newPage();
	for (const [id, button] of [
		['sizetime', /^Measure: /],
		['convtime', /^Measure: /],
		['blocktime', 'Measure'],
		['flow', 'Play']
	] as const) {
		const figure = await open(page, id);
		await press(figure, button);
		await expect(figure.getByRole('alert'), id).toContainText(
			/There is nothing to (measure|run the network) on here: neither \w+( with SIMD)? nor \w+/
		);
		await expect(figure.locator('.go').getByRole('button'), id).toBeEnabled();
	}
	await context.close();
});
