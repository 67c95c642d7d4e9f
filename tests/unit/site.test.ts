import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contentSecurityPolicy, scriptHashes } from '../../scripts/policy.mjs';
import { siteAddress } from '../../scripts/site/address.mjs';
import { archiveName, writeArchive } from '../../scripts/site/archive.mjs';
import { balancedLines, textPath } from '../../scripts/site/letters.mjs';
import { writeMissing } from '../../scripts/site/missing.mjs';
import { writePrecache } from '../../scripts/site/precache.mjs';
import { writeSitemap } from '../../scripts/site/sitemap.mjs';
import { buildName } from '../../scripts/site/version.mjs';
import { structuredData } from '../../src/structuredData';

let build: string;
const put = (path: string, text: string) => {
	mkdirSync(dirname(join(build, path)), { recursive: true });
	writeFileSync(join(build, path), text);
};
const read = (path: string) => readFileSync(join(build, path), 'utf8');

const head = (up: string) =>
	`<link rel="alternate" hreflang="en" href="${up}en/blocks/"/><link rel="alternate" hreflang="zh-Hans" href="${up}zh/blocks/"/>`;

beforeEach(() => {
	build = mkdtempSync(join(tmpdir(), 'site-'));
	put('index.html', '<a href="en/">English</a>');
	put('en/blocks/index.html', head('../../'));
	put('zh/blocks/index.html', head('../../'));
	put('en/embed/strip/index.html', '');
	put('_app/immutable/chunks/a.js', 'export {};');
	put('og/en-blocks.png', 'picture');
});
afterEach(() => {
	rmSync(build, { recursive: true });
	vi.unstubAllEnvs();
});

test('the sitemap names each page with its languages, and no embedded figure', () => {
	writeSitemap(build, 'https://example.org/v2');
	const map = read('sitemap.xml');
	expect([...map.matchAll(/<loc>([^<]*)/g)].map(([, loc]) => loc)).toEqual([
		'https://example.org/v2/en/blocks/',
		'https://example.org/v2/zh/blocks/'
	]);
	expect(map).toContain('hreflang="zh-Hans" href="https://example.org/v2/zh/blocks/"');
	expect(read('robots.txt')).toContain('Sitemap: https://example.org/v2/sitemap.xml');
});

test('the list for visits without a network has every file that a page asks for, by its digest', () => {
	writePrecache(build, 'abc');
	const { version, files } = JSON.parse(read('precache.json')) as {
		version: string;
		files: Record<string, string>;
	};
	expect(version).toBe('abc');
	expect(Object.keys(files)).toEqual([
		'_app/immutable/chunks/a.js',
		'en/blocks/index.html',
		'index.html',
		'zh/blocks/index.html'
	]);
	expect(files['index.html']).toBe(createHash('sha256').update(read('index.html')).digest('hex'));
});

test('the archive holds the site and says how to serve it, with the same bytes each time', () => {
	writeArchive(build);
	const first = readFileSync(join(build, archiveName));
	writeArchive(build);
	expect(readFileSync(join(build, archiveName)).equals(first)).toBe(true);
	const files = unzipSync(new Uint8Array(first));
	expect(new TextDecoder().decode(files['en/blocks/index.html'])).toBe(read('en/blocks/index.html'));
	expect(new TextDecoder().decode(files['README.txt'])).toContain('python3 -m http.server');
	expect(Object.keys(files)).not.toContain(archiveName);
});

test('the page for a missing address loads nothing and leads to both languages below the base', () => {
	writeMissing(build, '/v2');
	expect(read('404.html')).toContain('href="/v2/en/"');
	expect(read('404.html')).toContain('href="/v2/zh/"');
	expect(read('404.html')).not.toMatch(/<script|<link|src=/);
});

describe('the policy', () => {
	test('lets scripts in a page run by their hash only', () => {
		const { 'script-src': scripts = [], 'connect-src': connect } = contentSecurityPolicy();
		expect(scripts).not.toContain('unsafe-inline');
		expect(scripts).not.toContain('unsafe-eval');
		// Those of app.html: the theme's, and the one that shows the article's figures.
		expect(scripts.filter((source) => source.startsWith('sha256-'))).toHaveLength(2);
		expect(connect).toEqual(['self']);
	});

	test('hashes what stands between the tags, and no data', () => {
		const sha256 = createHash('sha256').update(' a() ').digest('base64');
		expect(scriptHashes('<script type="application/ld+json">{}</script><script> a() </script>')).toEqual([
			`sha256-${sha256}`
		]);
	});
});

test('the address is a whole one with the base at its end, or none', () => {
	expect(siteAddress()).toBe('');
	vi.stubEnv('SITE_URL', 'https://example.org/');
	expect(siteAddress()).toBe('https://example.org');
	vi.stubEnv('SITE_URL', 'example.org');
	expect(siteAddress).toThrow('SITE_URL must be an address');
	vi.stubEnv('SITE_URL', 'https://example.org/other');
	vi.stubEnv('BASE_PATH', '/v2');
	expect(siteAddress).toThrow('must end with BASE_PATH');
});

test('a build is named by what it is made of and for', () => {
	const name = buildName(['', '']);
	expect(name).toMatch(/^[0-9a-f]{12}$/);
	expect(buildName(['', ''])).toBe(name);
	expect(buildName(['/v2', ''])).not.toBe(name);
});

test('structured data is JSON that cannot end its script', () => {
	const text = structuredData(
		'<title>A &lt;/script&gt; &amp; B</title><meta name="description" content="&quot;C&quot;"/>',
		'zh-Hans'
	);
	expect(text).not.toContain('<');
	expect(JSON.parse(text)).toMatchObject({
		name: 'A </script> & B',
		description: '"C"',
		inLanguage: 'zh-Hans',
		citation: { identifier: 'arXiv:2104.00298' }
	});
});

describe('the letters of a card', () => {
	test('lines are no wider than asked for, none lost, and balanced', () => {
		const text = 'What does a search find that counts training time in?';
		const lines = balancedLines(text, 60, 1040);
		expect(lines).toHaveLength(2);
		expect(lines.join(' ')).toBe(text);
		const [long, short] = lines.map((line) => line.length).sort((a, b) => b - a);
		expect(short! / long!).toBeGreaterThan(0.6);
	});

	test('Chinese breaks between characters, never before punctuation', () => {
		const lines = balancedLines('把训练时间算进去，搜索会找到什么？', 60, 560);
		expect(lines.join('')).toBe('把训练时间算进去，搜索会找到什么？');
		expect(lines.every((line) => !/^[，？]/.test(line))).toBe(true);
	});

	test('a character that the font lacks is named', () => {
		expect(() => textPath('𓀀', 0, 0, 10, 'black')).toThrow('lacks "𓀀"');
	});
});
