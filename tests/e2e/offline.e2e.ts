import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { plainHost, type PlainHost } from './plainHost';

const built = fileURLToPath(new URL('../../build', import.meta.url));
let site: string;
let host: PlainHost;

test.beforeEach(async () => {
	site = mkdtempSync(join(tmpdir(), 'site-'));
	cpSync(built, site, { recursive: true });
	// Below a path that the build knows nothing of.
	host = await plainHost(site, '/below/a/path/');
});
test.afterEach(async () => {
	await host.close();
	rmSync(site, { recursive: true });
});

const read = (path: string) => readFileSync(join(site, path), 'utf8');

/** Until the copy is complete and the page is answered from it. */
async function copied(page: Page): Promise<void> {
	await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

test('after one visit the site works without a network, below any path: it is read, trains and uses all cores', async ({
	page,
	context
}) => {
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	await page.goto(`${host.address}en/`);
	await copied(page);
	await context.setOffline(true);
	await host.close();

	await page.goto(`${host.address}en/playground/`);
	// Answered by the service worker, a page of a host without headers of its own is isolated.
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	const step = page.getByRole('button', { name: 'Step', exact: true });
	await expect(step).toBeEnabled();
	await step.click();
	await expect(page.getByRole('region', { name: 'Training' })).toContainText('step 1');

	await page.getByRole('link', { name: '中文' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
	await page.goto(`${host.address}en/scaling/`);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const missing = await page.goto(`${host.address}en/nothing-here/`);
	expect(missing?.status()).toBe(404);
	await expect(page.getByText('There is no page at this address')).toBeVisible();
	expect(problems).toEqual([]);
});

/** Deploys the site anew as another build, in which the English start page has another title. */
function deploy(version: string, digestOf: (page: string) => string): void {
	const page = 'en/index.html';
	const { version: before, files } = JSON.parse(read('precache.json')) as {
		version: string;
		files: Record<string, string>;
	};
	writeFileSync(join(site, page), read(page).replace(/<title>[^<]*/, `<title>Build ${version}`));
	files[page] = digestOf(read(page));
	writeFileSync(join(site, 'precache.json'), JSON.stringify({ version, files }));
	writeFileSync(join(site, 'service-worker.js'), read('service-worker.js').replaceAll(before, version));
}

const update = (page: Page) =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		await registration.update();
		const { installing } = registration;
		if (!installing) return;
		await new Promise<void>((resolve) => {
			installing.addEventListener('statechange', () => {
				if (installing.state !== 'installing') resolve();
			});
		});
	});

test('a newer site waits until it is complete and the reader loads it; half a deployment changes nothing', async ({
	page
}) => {
	await page.goto(`${host.address}en/`);
	await copied(page);
	const notice = page.getByText('A newer version of this site is ready');
	const title = await page.title();

	deploy('aaaaaaaaaaaa', () => createHash('sha256').update('another page').digest('hex'));
	await update(page);
	await page.reload();
	await copied(page);
	expect(await page.title()).toBe(title);
	await expect(notice).toBeHidden();

	deploy('bbbbbbbbbbbb', (html) => createHash('sha256').update(html).digest('hex'));
	await update(page);
	await page.reload();
	// Of the copy in use still, with the newer one beside it.
	await expect(notice).toBeVisible();
	await page.getByRole('button', { name: 'Load again' }).click();
	await expect(notice).toBeHidden();
	await copied(page);
	const served = () => page.evaluate(async () => (await fetch(location.href)).text());
	await expect.poll(served).toContain('<title>Build bbbbbbbbbbbb');
	const kept = await page.evaluate(() => caches.keys());
	expect(kept).toContain('site bbbbbbbbbbbb');
	expect(kept).not.toContain('site aaaaaaaaaaaa');
});
