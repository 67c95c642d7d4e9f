import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe';
import { witness } from './witness';

async function enter(page: Page, label: string, value: string) {
	const field = page.getByRole('spinbutton', { name: label, exact: true });
	await field.fill(value);
	await field.press('Enter');
}

const cells = (page: Page, name: string) =>
	page.getByRole('row', { name }).getByRole('cell').allTextContents();

test('a reader races, reads the result in both languages, takes it away, races again and stops', async ({
	page,
	baseURL,
	context
}) => {
	const { problems, foreign, longTasks } = await witness(page, new URL(baseURL ?? '').origin);
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const scripts: string[] = [];
	page.on('request', (request) => scripts.push(request.url()));
	await page.goto('/en/');
	await page.getByRole('link', { name: 'Speed', exact: true }).click();
	const box = (name: RegExp) => page.getByRole('checkbox', { name });
	// On a program that plays graphics card the processor is the faster device.
	await expect(box(/^compiled engine on WebGPU .*swiftshader.* · software$/i)).not.toBeChecked();
	await expect(box(/^compiled engine in WebAssembly processor, \d+ threads?$/)).toBeChecked();
	await expect(box(/^stock TensorFlow\.js in JavaScript/)).toBeChecked();
	await box(/^compiled engine on WebGPU/).check();
	await box(/^stock TensorFlow\.js on WebGPU/).check();
	await box(/WebAssembly/).uncheck();
	await box(/JavaScript/).uncheck();
	await expect(page.getByText('No race yet')).toBeVisible();
	await enter(page, 'Image size', '8');
	await enter(page, 'Batch', '2');
	await enter(page, 'Turns each', '2');
	const engines = () => scripts.filter((url) => url.includes('workers/chunks'));
	const before = engines().length;
	await longTasks();

	await page.getByRole('button', { name: 'Start the race' }).click();
	await expect(
		page.getByText('compiled engine on WebGPU: building its network and compiling …').first()
	).toBeVisible();
	await expect(page.getByText('Finished.', { exact: true })).toBeVisible({ timeout: 4 * 60_000 });
	// On two cores, which the race keeps busy, a task of the page waits its turn; engine code in it would take seconds.
	expect(Math.max(0, ...(await longTasks()))).toBeLessThan(500);
	// Engine and rival come when the race starts, not with the page.
	expect(engines().length).toBeGreaterThan(before);

	await expect(page.getByText(/^Fastest here: .* times as many images per second/).last()).toBeVisible();
	await expect(page.getByText('is a program on the processor').last()).toBeVisible();
	const [ours, stock] = (await cells(page, 'images/s, median')).map(Number);
	expect(ours).toBeGreaterThan(0);
	expect(stock).toBeGreaterThan(0);
	expect(await cells(page, 'turns taken')).toEqual(['2', '2']);
	expect(await violations(page)).toEqual([]);

	await page.getByRole('button', { name: 'Copy as JSON' }).click();
	await expect(page.getByText('Copied')).toBeVisible();
	const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as {
		model: string;
		size: number;
		rows: { engine: string; turns: number[]; imagesPerSecond: { median: number } }[];
	};
	expect(copied).toMatchObject({ model: 'v2-pico', size: 8, complete: true, software: true });
	expect(copied.rows.map(({ engine, turns }) => [engine, turns.length])).toEqual([
		['webgpu', 2],
		['tfjs', 2]
	]);
	expect(Number(copied.rows[0]?.imagesPerSecond.median.toPrecision(3))).toBe(ours);
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download CSV' }).click();
	const file = await (await downloading).path();
	expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);

	await page.getByRole('link', { name: '中文' }).click();
	await expect(page.getByText(/^这里最快的是/).last()).toBeVisible();
	expect((await cells(page, '每秒图像数，中位数')).map(Number)).toEqual([ours, stock]);

	await page.getByRole('button', { name: '再赛一场' }).click();
	await expect(page.getByText('编译引擎（WebGPU）：正在搭建网络并编译……').first()).toBeVisible();
	await page.getByRole('button', { name: '停止' }).click();
	await expect(page.getByText('已停止，测得的结果保留。').last()).toBeVisible();
	await expect(page.getByRole('button', { name: '再赛一场' })).toBeEnabled();
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('without WebGPU the processor engine races TensorFlow.js on WebGL and in plain JavaScript', async ({
	page,
	baseURL
}) => {
	const { problems, foreign } = await witness(page, new URL(baseURL ?? '').origin);
	// A command that comes before a worker has imported its code would be lost: the script itself is served without WebGPU.
	await page.route('**/bench.worker-*.js', async (route) => {
		const response = await route.fetch();
		const without = "Object.defineProperty(navigator, 'gpu', { value: undefined });";
		await route.fulfill({ response, body: `${without}${await response.text()}` });
	});
	await page.goto('/en/bench/');
	const box = (name: RegExp) => page.getByRole('checkbox', { name });
	await expect(box(/^compiled engine on WebGPU this browser has no WebGPU/)).toBeDisabled();
	await expect(box(/^stock TensorFlow\.js on WebGPU this browser has no WebGPU/)).toBeDisabled();
	await expect(box(/WebAssembly/)).toBeChecked();
	await box(/^stock TensorFlow\.js on WebGL .* · software$/).check();
	await box(/^stock TensorFlow\.js in JavaScript/).check();
	await enter(page, 'Batch', '2');
	await enter(page, 'Turns each', '2');
	await page.getByRole('button', { name: 'Start the race' }).click();
	await expect(page.getByText('Finished.', { exact: true })).toBeVisible({ timeout: 4 * 60_000 });

	await expect(
		page.getByText(/^Fastest here: compiled engine in WebAssembly, which trains/).last()
	).toBeVisible();
	const rates = (await cells(page, 'images/s, median')).map((rate) => Number(rate.replaceAll(',', '')));
	expect(rates).toHaveLength(3);
	const slowest = Math.min(...rates);
	const ratios = (await cells(page, 'times the speed of the slowest')).map((ratio) =>
		Number(ratio.replaceAll(',', ''))
	);
	expect(Math.min(...ratios)).toBe(1);
	ratios.forEach((ratio, index) => expect(ratio / (rates[index]! / slowest)).toBeCloseTo(1, 1));
	expect(await cells(page, 'turns taken')).toEqual(['2', '2', '2']);
	expect(await violations(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await violations(page)).toEqual([]);
	expect(problems).toEqual([]);
	expect(foreign).toEqual([]);
});

test('without JavaScript the page says what is measured and how', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const page = await context.newPage();
	await page.goto('/en/bench/');
	// Playwright takes a <noscript> to be empty, but not what is in it.
	await expect(page.locator('noscript p').last()).toHaveText(/^The race needs JavaScript/);
	await expect(page.getByText('take turns of about two seconds')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	await context.close();
});
