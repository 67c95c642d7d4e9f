import { expect, test } from '@playwright/test';

test('every page that a link reaches loads cleanly and from this origin alone', async ({ page, baseURL }) => {
	const origin = new URL(baseURL ?? '').origin;
	const foreign: string[] = [];
	const problems: string[] = [];
	page.on('request', (request) => {
		const url = new URL(request.url());
		if (/^https?:$/.test(url.protocol) && url.origin !== origin) foreign.push(request.url());
	});
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) problems.push(`${page.url()}: ${message.text()}`);
	});
	page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));

	const waiting = ['/'];
	const seen = new Set<string>();
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		const response = await page.goto(path, { waitUntil: 'networkidle' });
		expect(response?.status(), path).toBe(200);
		expect(await page.title(), path).not.toBe('');
		const links = await page
			.locator('a[href]')
			.evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
		for (const link of links.map((href) => new URL(href))) {
			if (link.origin === origin) waiting.push(link.pathname);
		}
	}
	expect([...seen]).toEqual(
		expect.arrayContaining(['/en/', '/zh/', '/en/playground/', '/zh/playground/', '/en/bench/', '/zh/bench/'])
	);
	expect(foreign).toEqual([]);
	expect(problems).toEqual([]);
});

test('an address that does not exist answers 404', async ({ request }) => {
	expect((await request.get('/en/nothing-here/')).status()).toBe(404);
});
