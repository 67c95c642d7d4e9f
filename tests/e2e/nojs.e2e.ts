import { expect, test, type Page } from '@playwright/test';
import { locales } from '../../src/lib/i18n/locale';

const names = ['', 'playground/', 'schedules/', 'blocks/', 'bottlenecks/', 'scaling/', 'search/', 'bench/'];
/** Figures with sliders, a drawing to drag, a table to sort, a measurement, and networks to choose. */
const framed = ['strength', 'schedule', 'imagenet', 'blocktime', 'walk'].map((name) => `embed/${name}/`);

/** What looks as if it could be pressed, typed or dragged; a menu opens without JavaScript. */
const alive = [
	...['button:not([popovertarget])', 'input', 'select', 'textarea'].map((each) => `${each}:visible:enabled`),
	'[role=slider]:visible:not([aria-disabled=true])'
].join(', ');

async function deadControls(page: Page): Promise<string[]> {
	const found = await page.locator(alive).all();
	return Promise.all(found.map((each) => each.evaluate((element) => element.outerHTML.slice(0, 120))));
}

for (const lang of locales) {
	for (const width of [1280, 390]) {
		test(`without JavaScript nothing seems to answer, and a sentence says so: ${lang}, ${width} px`, async ({
			browser,
			baseURL
		}) => {
			const context = await browser.newContext({
				javaScriptEnabled: false,
				viewport: { width, height: 844 },
				...(baseURL ? { baseURL } : {})
			});
			const page = await context.newPage();
			// Frames have one width less to say: half of them at each.
			for (const name of [...names, ...framed.slice(width === 390 ? 2 : 0, width === 390 ? 5 : 2)]) {
				await page.goto(`/${lang}/${name}`);
				expect(await deadControls(page), name).toEqual([]);
				const sentence = lang === 'en' ? 'Without JavaScript there are' : '没有 JavaScript 时';
				// Playwright takes a <noscript> to be empty, but not what is in it.
				const said = page.locator('main noscript p').first();
				await expect(said, name).toBeVisible();
				await expect(said, name).toContainText(sentence);
				expect((await page.getByRole('main').innerText()).length, name).toBeGreaterThan(200);
				await expect(page.getByText(/^Looking (for|what)|^正在查找/), name).not.toBeVisible();
				const wide = await page.evaluate(() => document.documentElement.scrollWidth);
				expect(wide, name).toBeLessThanOrEqual(width);
			}
			await context.close();
		});
	}
}

test('with JavaScript the same controls answer, and no sentence stands above them', async ({ page }) => {
	await page.goto('/en/scaling/');
	await expect(page.getByRole('button', { name: 'V2: B0 → L' })).toBeEnabled();
	await expect(page.locator('main noscript p')).toHaveCount(0);
});
