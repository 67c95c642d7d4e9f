import { expect, test, type Browser, type Page } from '@playwright/test';
import heights from '../../src/lib/figures/heights.json' with { type: 'json' };
import { figureIds } from '../../src/lib/figures/ids';
import { violations } from './axe';
import { faultsWhenZoomed } from './layout';
import { quiet } from './quiet';

const locales = ['en', 'zh'] as const;

/** A page without JavaScript. */
async function still(browser: Browser, baseURL: string | undefined, path: string): Promise<Page> {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
	const page = await context.newPage();
	await page.goto(path);
	return page;
}

/** As a machine that is four times as slow; with 1 as it is. */
async function slow(page: Page, rate: number): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate });
	await session.detach();
}

/** How high every figure opens, before it is alive, pixels. */
async function openHeights(page: Page): Promise<number[]> {
	return page.evaluate(() => {
		dispatchEvent(new Event('beforeprint'));
		return [...document.querySelectorAll<HTMLElement>('figure[id^="fig-"] > .stage > div')].map((still) => {
			still.style.cssText = 'display: flow-root; min-height: 0; content-visibility: visible';
			return still.getBoundingClientRect().height;
		});
	});
}

/** Scrolls through all of it, so that every figure comes alive. */
async function readThrough(page: Page): Promise<void> {
	await page.evaluate(async () => {
		for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
			scrollTo(0, y);
			await new Promise((resolve) => setTimeout(resolve, 60));
		}
	});
	await quiet(page);
}

for (const locale of locales) {
	test(`/${locale}/ can be read without JavaScript: text, formulas, figures, lists`, async ({
		browser,
		baseURL
	}) => {
		const page = await still(browser, baseURL, `/${locale}/`);
		await expect(page.locator('article > section')).toHaveCount(12);
		await expect(page.locator('figure[id^="fig-"]')).toHaveCount(figureIds.length);
		for (const id of figureIds) {
			const figure = page.locator(`#fig-${id}`);
			await expect(figure.locator('> figcaption')).toContainText(/\S{2,}/);
			// What it shows is there, not only its frame.
			expect((await figure.locator('> .stage').innerText()).trim().length, id).toBeGreaterThan(20);
		}
		expect(await page.locator('math').count()).toBeGreaterThan(10);
		await expect(page.locator('article details').first()).toBeVisible();
		await expect(page.locator('#fig-fusedb4 table')).toContainText('362');
		await page.context().close();
	});

	test(`the links of /${locale}/ within the page lead somewhere, without JavaScript`, async ({
		browser,
		baseURL
	}) => {
		const page = await still(browser, baseURL, `/${locale}/`);
		const { links, missing } = await page.evaluate(() => {
			const hashes = [...document.querySelectorAll<HTMLAnchorElement>('article a[href^="#"]')].map((a) =>
				decodeURIComponent(a.hash.slice(1))
			);
			return { links: hashes.length, missing: hashes.filter((id) => document.getElementById(id) === null) };
		});
		expect(links).toBeGreaterThan(80);
		expect(missing).toEqual([]);
		await page.locator('a.cite').first().click();
		await expect(page).toHaveURL(/#ref-tan2021$/);
		await page.context().close();
	});

	test(`/${locale}/ keeps the room that its figures take (scripts/figureHeights.mjs writes it)`, async ({
		page
	}) => {
		await page.route(/\.js$/, (route) => route.abort());
		for (const [index, width] of [1280, 390].entries()) {
			await page.setViewportSize({ width, height: 844 });
			await page.goto(`/${locale}/`);
			const found = await openHeights(page);
			expect(found).toHaveLength(figureIds.length);
			for (const [at, id] of figureIds.entries()) {
				const kept = heights[id][locale][index] ?? 0;
				// Other fonts break lines elsewhere.
				expect(Math.abs((found[at] ?? 0) - kept), `${id} at ${width} px`).toBeLessThan(
					Math.max(40, 0.15 * kept)
				);
			}
		}
	});

	for (const width of [390, 1280]) {
		test(`/${locale}/ neither jumps nor scrolls sideways while it is read at ${width} px; ${width === 390 ? 'zoomed it loses nothing' : 'axe finds nothing'}`, async ({
			page
		}) => {
			await page.setViewportSize({ width, height: 844 });
			await page.addInitScript(() => {
				const shifts = { sum: 0, seen: 0 };
				Object.assign(globalThis, { shifts });
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries()) {
						const { value, hadRecentInput } = entry as PerformanceEntry & {
							value: number;
							hadRecentInput: boolean;
						};
						if (!hadRecentInput) shifts.sum += value;
					}
				}).observe({ type: 'layout-shift', buffered: true });
			});
			await slow(page, 4);
			await page.goto(`/${locale}/`);
			await quiet(page);
			await readThrough(page);
			await slow(page, 1);
			const { shift, wide } = await page.evaluate(() => ({
				shift: (globalThis as unknown as { shifts: { sum: number } }).shifts.sum,
				wide: document.documentElement.scrollWidth
			}));
			expect(shift).toBeLessThanOrEqual(0.02);
			expect(wide).toBeLessThanOrEqual(width);
			// Every figure is alive now.
			if (width === 390) {
				expect(await faultsWhenZoomed(page, [640, 320])).toEqual([]);
				return;
			}
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				expect(await violations(page)).toEqual([]);
			}
		});
	}
}

test('only the reader’s language is fetched, and no engine', async ({ page }) => {
	const texts: string[] = [];
	page.on('response', (response) => {
		if (response.url().endsWith('.js')) void response.text().then((text) => texts.push(text));
	});
	await page.goto('/en/');
	await quiet(page);
	await readThrough(page);
	const all = texts.join('');
	expect(all).toContain('What training costs');
	expect(all).not.toContain('训练的代价');
	expect(all).not.toMatch(/_tfengine|quadBroadcast/);
});

test('a word of a figure that is far away is found', async ({ page }) => {
	await page.goto('/en/');
	await quiet(page);
	const find = () =>
		page.evaluate(() => (globalThis as unknown as { find(text: string): boolean }).find('GPipe'));
	expect(await find()).toBe(false);
	await page.keyboard.press('Control+f');
	await expect(page.locator('[data-still]:has(> noscript)')).toHaveCount(0);
	expect(await find()).toBe(true);
});

test('the short path folds what goes deeper, and is kept', async ({ page }) => {
	await page.goto('/en/');
	await quiet(page);
	const part = page.locator('details#wrong-currency');
	await expect(part).toHaveAttribute('open', '');
	await page.getByRole('radio', { name: 'ten minutes' }).check({ force: true });
	await expect(part).not.toHaveAttribute('open', '');
	await page.reload();
	await expect(part).not.toHaveAttribute('open', '');
	await part.locator('summary').click();
	await expect(part).toHaveAttribute('open', '');
	await page.getByRole('radio', { name: 'forty minutes' }).check({ force: true });
	await expect(page.locator('details#space')).toHaveAttribute('open', '');
});

test('a term’s card comes with focus and pointer, can be pointed at, and goes with Escape', async ({
	page
}) => {
	await page.goto('/en/');
	await quiet(page);
	const term = page.locator('a.term', { hasText: 'multiply-adds' }).first();
	const card = page.getByRole('tooltip');
	await term.focus();
	await expect(card).toContainText('One multiplication and one addition');
	await expect(term).toHaveAttribute('aria-describedby', /.+/);
	await page.keyboard.press('Escape');
	await expect(card).toHaveCount(0);
	await expect(term).toBeFocused();
	await page.locator('a.cite').first().hover();
	await expect(card).toContainText('Smaller Models and Faster Training');
	await card.hover();
	await page.waitForTimeout(400);
	await expect(card).toBeVisible();
	await page.mouse.move(2, 2);
	await expect(card).toHaveCount(0);
});

test('the figures answer: a dragged schedule, a stage of Algorithm 1, the strength of one image', async ({
	page
}) => {
	await page.goto('/en/#fig-schedule');
	await quiet(page);
	const schedule = page.locator('#fig-schedule');
	const first = schedule.getByRole('slider', { name: 'Image size of stage 1, px' });
	await expect(first).toHaveAttribute('aria-valuenow', '128');
	await expect(schedule).toContainText('55 %');
	await first.press('Shift+ArrowUp');
	await expect(schedule).toContainText('not the paper’s');
	await schedule.getByRole('button', { name: 'As published' }).click();
	await expect(first).toHaveAttribute('aria-valuenow', '128');
	// What dragging does, fields do, too; they go as far as it does.
	await schedule.getByText('As a table', { exact: true }).click();
	const field = schedule.getByRole('spinbutton', { name: 'Image size of stage 1, px' });
	await field.fill('3');
	await field.press('Enter');
	await expect(first).toHaveAttribute('aria-valuenow', '8');

	const algorithm = page.locator('#fig-algorithm');
	await algorithm.scrollIntoViewIfNeeded();
	await algorithm.getByRole('slider').fill('2');
	await expect(algorithm).toContainText('= 242.7');

	const strength = page.locator('#fig-strength');
	await strength.scrollIntoViewIfNeeded();
	const picture = () =>
		strength
			.locator('canvas')
			.last()
			.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
	const before = await picture();
	await strength.getByRole('slider', { name: 'mixup: share of a second image' }).fill('0.5');
	await expect.poll(picture).not.toBe(before);
});
