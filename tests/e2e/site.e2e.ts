import { expect, test } from '@playwright/test';
import { quiet } from './quiet';

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
		const response = await page.goto(path);
		await quiet(page);
		expect(response?.status(), path).toBe(200);
		expect(await page.title(), path).not.toBe('');
		const links = await page
			.locator('a[href]:not([download])')
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
	const response = await request.get('/en/nothing-here/');
	expect(response.status()).toBe(404);
	expect(await response.text()).toContain('There is no page at this address');
});

test('what stands beside the pages is there: pictures for links, sitemap, manifest with its icons, the archive', async ({
	page,
	request,
	baseURL
}) => {
	const sitemap = await (await request.get('/sitemap.xml')).text();
	const paths = [...sitemap.matchAll(/<loc>([^<]*)/g)].map(([, address = '']) => new URL(address).pathname);
	expect(paths).toEqual(expect.arrayContaining(['/en/', '/zh/', '/en/playground/', '/zh/search/']));
	const pictures = new Set<string>();
	for (const path of paths) {
		await page.goto(path, { waitUntil: 'domcontentloaded' });
		const picture = await page.locator('meta[property="og:image"]').getAttribute('content');
		const address = new URL(picture ?? '', page.url()).href;
		expect((await request.get(address)).headers()['content-type']).toBe('image/png');
		pictures.add(address);
		const data = await page.locator('script[type="application/ld+json"]').textContent();
		expect(JSON.parse(data ?? '')).toMatchObject({ citation: { identifier: 'arXiv:2104.00298' } });
	}
	expect(pictures.size).toBe(paths.length);

	const manifest = (await (await request.get('/manifest.webmanifest')).json()) as {
		icons: { src: string }[];
	};
	const files = [
		...manifest.icons.map(({ src }) => `/${src}`),
		'/robots.txt',
		'/efficientnetv2-explained.zip'
	];
	for (const file of files) expect((await request.get(new URL(file, baseURL).href)).status(), file).toBe(200);
});

test('the policy lets no script run that the build did not write, and no other origin be asked', async ({
	page
}) => {
	await page.goto('/en/');
	const ran = await page.evaluate(async () => {
		const script = document.createElement('script');
		script.textContent = 'document.documentElement.dataset.ran = "inline"';
		document.head.append(script);
		const button = document.createElement('button');
		button.setAttribute('onclick', 'document.documentElement.dataset.ran = "handler"');
		document.body.append(button);
		button.click();
		const asked = await fetch('https://example.org/').then(
			() => 'answered',
			() => 'refused'
		);
		return { ran: document.documentElement.dataset.ran ?? null, asked };
	});
	expect(ran).toEqual({ ran: null, asked: 'refused' });
	const policy = await page.locator('meta[http-equiv="content-security-policy"]').getAttribute('content');
	expect(/script-src ([^;]*)/.exec(policy ?? '')?.[1]).not.toMatch(
		/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/
	);
	expect(policy).toContain("connect-src 'self'");
});
