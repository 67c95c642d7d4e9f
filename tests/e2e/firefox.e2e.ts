import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import puppeteer, { TimeoutError, type Browser, type Page } from 'puppeteer-core';

/** Playwright drives its own Firefox only; the distribution's answers to WebDriver BiDi. */
const firefox = [process.env.FIREFOX_PATH ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

test.skip(firefox === undefined, 'no Firefox is installed (FIREFOX_PATH names one)');

const names = ['', 'playground/', 'schedules/', 'blocks/', 'bottlenecks/', 'scaling/', 'search/', 'bench/'];

let browser: Browser;
test.beforeEach(async () => {
	browser = await puppeteer.launch({
		browser: 'firefox',
		executablePath: firefox ?? '',
		headless: true,
		extraPrefsFirefox: { 'dom.webgpu.enabled': false }
	});
});
test.afterEach(() => browser.close());

const addressOf = (path: string) => new URL(path, test.info().project.use.baseURL).href;

/** Whether a page is being left for the next one. */
let leaving = false;

/** A tab that must not fail, and what went wrong in it. */
async function tab(): Promise<{ page: Page; errors: string[] }> {
	const page = await browser.newPage();
	// A measurement in a hidden tab would wait.
	await page.bringToFront();
	const errors: string[] = [];
	page.on('pageerror', (error) => {
		// A module that a page was still loading when it was left.
		if (leaving && String(error).includes('error loading dynamically imported module')) return;
		errors.push(`${page.url()}: ${String(error)}`);
	});
	return { page, errors };
}

/** Clicks once the place is at rest: a page that still moves would slip away from below the pointer. */
async function press(page: Page, selector: string): Promise<void> {
	await page.locator(selector).setTimeout(30_000).click();
}

/** Types a number into the field with this label, as a reader does, and is done with it. */
async function enter(page: Page, label: string, value: string): Promise<void> {
	const field = await page.waitForSelector(`::-p-xpath(//label[.="${label}"]/following::input[1])`);
	await field?.click({ count: 3 });
	await field?.type(value);
	await field?.press('Enter');
}

for (const lang of ['en', 'zh']) {
	test(`Firefox reads every page and a figure alone, /${lang}/`, async () => {
		const { page, errors } = await tab();
		for (const name of [...names, 'embed/schedule/']) {
			const path = `/${lang}/${name}`;
			leaving = true;
			await page.goto(addressOf(path), { waitUntil: 'load' });
			leaving = false;
			await page.waitForSelector('h1');
			const seen = await page.evaluate(() => ({
				lang: document.documentElement.lang,
				heading: document.querySelector('h1')?.textContent.trim().length ?? 0,
				text: document.querySelector('main')?.textContent.length ?? 0,
				wide: document.documentElement.scrollWidth - document.documentElement.clientWidth
			}));
			expect(seen.lang, path).toBe(lang === 'zh' ? 'zh-Hans' : 'en');
			expect(seen.heading, path).toBeGreaterThan(1);
			expect(seen.text, path).toBeGreaterThan(200);
			expect(seen.wide, path).toBeLessThanOrEqual(0);
		}
		// The last one, a figure, is alive: it can be drawn.
		await page.waitForSelector('#fig-schedule [role="slider"]');
		expect(errors).toEqual([]);
		await page.close();
	});
}

/**
 * Does this in a new tab until it ends, three times at most. While a driver is attached, a worker of Firefox 153 that
 * starts another may wait for ever in `new Worker`: in 6 of 300 tries, and in none of 1,800 without one. The processor
 * engine starts its threads so.
 */
async function untilEnded(work: (page: Page) => Promise<void>): Promise<void> {
	for (let left = 2; ; left--) {
		const { page, errors } = await tab();
		try {
			await work(page);
			expect(errors).toEqual([]);
			return;
		} catch (error) {
			if (!(error instanceof TimeoutError) || left === 0) throw error;
		} finally {
			await page.close();
		}
	}
}

test('Firefox without WebGPU trains on the processor', () =>
	untilEnded(async (page) => {
		await page.goto(addressOf('/en/playground/'), { waitUntil: 'load' });
		const train = 'button::-p-text(Train):not([disabled])';
		await page.waitForSelector(train, { timeout: 60_000 });
		await page.waitForSelector('summary::-p-text(WebAssembly)', { timeout: 60_000 });
		await press(page, train);
		const trains = () => /epoch (0\.[2-9]|[1-9])/.test(document.body.innerText);
		await page.waitForFunction(trains, { timeout: 60_000 });
	}));

test('Firefox measures both blocks on the processor', () =>
	untilEnded(async (page) => {
		await page.goto(addressOf('/en/blocks/'), { waitUntil: 'load' });
		const measure = '#measure button::-p-text(Measure):not([disabled])';
		await page.waitForSelector(measure, { timeout: 60_000 });
		await page.select('#pair select', 'v2-pico');
		await enter(page, 'Image size', '16');
		await enter(page, 'Batch', '2');
		await enter(page, 'Turns each', '2');
		await press(page, measure);
		const ended = () => document.querySelector('#measure')?.textContent.includes('Finished.') ?? false;
		await page.waitForFunction(ended, { timeout: 45_000 });
		const stages = await page.$$eval('[role="slider"][aria-label*="per batch of 2"]', (all) => all.length);
		expect(stages).toBe(1);
	}));
