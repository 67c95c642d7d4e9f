import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The Markdown that a reader of the repository meets; links of the article are the concern of its own tests. */
const documents = [
	'README.md',
	...readdirSync('docs', { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name))
];

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[`*_]/g, '')
		.replace(/[^\p{Letter}\p{Number}\s-]/gu, '')
		.trim()
		.replace(/\s/g, '-');

const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, '');
const anchorsOf = (file: string) =>
	[...withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		anchorOf(heading)
	);

/** Targets of links and pictures that stay in the repository. */
const linksOf = (text: string) =>
	[...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => target)
		.filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith('lab:'));

/** Why a link leads nowhere; null where it does. */
function fault(file: string, link: string): string | null {
	const [path = '', anchor] = link.split('#');
	const target = path === '' ? file : join(dirname(file), decodeURIComponent(path));
	if (!existsSync(target)) return `${link}: no such file`;
	if (anchor === undefined || !target.endsWith('.md')) return null;
	return anchorsOf(target).includes(anchor) ? null : `${link}: no such heading`;
}

describe('links of the documents', () => {
	it.each(documents)('%s leads somewhere', (file) => {
		const source = readFileSync(file, 'utf8').replace(/`[^`\n]*`/g, '');
		expect(
			linksOf(source)
				.map((link) => fault(file, link))
				.filter((why) => why !== null)
		).toEqual([]);
	});

	it('would tell a file or heading that is missing', () => {
		expect(fault('README.md', 'docs/nowhere.md')).toBe('docs/nowhere.md: no such file');
		expect(fault('README.md', 'docs/labs.md#nothing')).toBe('docs/labs.md#nothing: no such heading');
		expect(fault('docs/labs.md', 'search.md')).toBeNull();
		expect(linksOf('[a](docs/a.md), ![b](docs/b.png), [c](https://example.org), [d](#e)')).toEqual([
			'docs/a.md',
			'docs/b.png',
			'#e'
		]);
	});

	it('reads some', () => {
		const all = documents.flatMap((file) => linksOf(readFileSync(file, 'utf8')));
		expect(documents.length).toBeGreaterThan(10);
		expect(all.length).toBeGreaterThan(30);
	});
});
