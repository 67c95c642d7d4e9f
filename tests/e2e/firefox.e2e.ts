import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** Playwright drives its own Firefox only; the distribution's answers to WebDriver BiDi. */
const firefox = [process.env.FIREFOX_PATH ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

test.skip(firefox === undefined, 'no Firefox is installed (FIREFOX_PATH names one)');

let browser: Browser;
test.beforeAll(async () => {
	browser = await puppeteer.launch({
		browser: 'firefox',
		executablePath: firefox ?? '',
		headless: true,
		extraPrefsFirefox: { 'dom.webgpu.enabled': false }
	});
});
test.afterAll(() => browser.close());

/** A page of the site that must not fail, and what went wrong on it. */
async function open(path: string): Promise<{ page: Page; errors: string[] }> {
	const page = await browser.newPage();
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error)));
	await page.goto(new URL(path, test.info().project.use.baseURL).href, { waitUntil: 'load' });
	return { page, errors };
}

for (const path of ['/en/', '/zh/', '/en/bench/', '/zh/playground/']) {
	test(`Firefox reads ${path}`, async () => {
		const { page, errors } = await open(path);
		await page.waitForSelector('h1');
		expect(await page.$eval('main', (main) => main.textContent.length)).toBeGreaterThan(200);
		expect(errors).toEqual([]);
		await page.close();
	});
}

test('Firefox without WebGPU trains on the processor', async () => {
	const { page, errors } = await open('/en/playground/');
	const train = await page.waitForSelector('button::-p-text(Train):not([disabled])', { timeout: 120_000 });
	await page.waitForSelector('summary::-p-text(WebAssembly)', { timeout: 120_000 });
	await train?.click();
	await page.waitForFunction(() => /epoch (0\.[2-9]|[1-9])/.test(document.body.innerText), {
		timeout: 180_000
	});
	expect(errors).toEqual([]);
	await page.close();
});
