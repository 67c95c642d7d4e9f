/**
 * Measures how high every figure of the article opens, in both languages, in a wide window and in that of a phone, and writes
 * src/lib/figures/heights.json: the page keeps that room before a figure is laid out. Needs the built site; build again after
 * it. tests/e2e/article.e2e.ts says when it is due.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { format, resolveConfig } from 'prettier';
import { browserFlags, findBrowser } from './browser.mjs';
import { serveSite } from './served.mjs';

const port = Number(process.env.PORT ?? 4319);
const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'src', 'lib', 'figures', 'heights.json');
const widths = [1280, 390];

const server = await serveSite(port);
const browser = await puppeteer.launch({ executablePath: findBrowser() ?? '', args: browserFlags });
/** @type {Record<string, Record<string, number[]>>} */
const heights = {};
try {
	for (const locale of ['en', 'zh']) {
		for (const width of widths) {
			const page = await browser.newPage();
			await page.setViewport({ width, height: 844 });
			// The figures stay as they were prerendered.
			await page.setRequestInterception(true);
			page.on('request', (request) => {
				void (request.resourceType() === 'script' ? request.abort() : request.continue());
			});
			await page.goto(`http://localhost:${port}/${locale}/`, { waitUntil: 'networkidle0' });
			const found = await page.evaluate(() => {
				dispatchEvent(new Event('beforeprint'));
				return [...document.querySelectorAll('figure[id^="fig-"]')].map(({ id }) => {
					const still = /** @type {HTMLElement} */ (document.querySelector(`#${id} > .stage > div`));
					still.style.cssText = 'display: flow-root; min-height: 0; content-visibility: visible';
					return { id: id.slice('fig-'.length), height: Math.floor(still.getBoundingClientRect().height) };
				});
			});
			for (const { id, height } of found) ((heights[id] ??= {})[locale] ??= []).push(height);
			await page.close();
		}
	}
} finally {
	await browser.close();
	server.kill();
}
writeFileSync(
	file,
	await format(JSON.stringify(heights), { ...(await resolveConfig(file)), parser: 'json' })
);
