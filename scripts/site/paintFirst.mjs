/**
 * Text first, then life: SvelteKit has a page ask for its modules in the head, where they take the line from the page's own
 * text and the browser's time from its first picture. Here they are asked for, some at a time, when that picture is there; the
 * page comes alive in a task of its own, so that a press in between does not wait for both.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './files.mjs';

const preloads = /\s*<link href="([^"]+\.js)" rel="modulepreload">/g;
/** The script that SvelteKit ends a page with. */
const startScript = /<script>(\s*\{\s*__sveltekit_[^]*?)<\/script>/;
const start =
	/Promise\.all\(\[\s*(import\([^]*?)\s*\]\)\.then\(\((.*?)\) => \{([^]*?)\n\t*\}\);(?=\s*\}\s*$)/;
/** The modules of the layouts and of the page itself. */
const nodes = /\/nodes\/[^/]+\.js$/;
/** Modules asked for in one task: each takes a processor about a millisecond, and a page has thirty. */
const atOnce = 6;

/** @param {string} code */
const hash = (code) => `sha256-${createHash('sha256').update(code).digest('base64')}`;

/**
 * A page's HTML with its modules after the first paint, or at once where nothing is painted: in a window in the background.
 * @param {string} html As SvelteKit writes it; what loads no modules stays as it is.
 * @returns {string}
 * @throws Error where it has another form than the one known here.
 */
export function paintFirst(html) {
	const files = [...html.matchAll(preloads)].map(([, href = '']) => href);
	const [, code] = startScript.exec(html) ?? [];
	if (files.length === 0 && code === undefined) return html;
	if (code === undefined || !start.test(code) || !html.includes(hash(code)))
		throw new Error('SvelteKit starts a page in another way than scripts/site/paintFirst.mjs knows.');
	const later = code.replace(
		start,
		(_, imports, names, hydrate) => `const begin = (files = ${JSON.stringify(files)}) => {
						for (const href of files.slice(0, ${atOnce}))
							document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
						if (files.length > ${atOnce}) return void setTimeout(begin, 0, files.slice(${atOnce}));
						Promise.all([
							${[imports, ...files.filter((file) => nodes.test(file)).map((file) => `import(${JSON.stringify(file)})`)].join(', ')}
						]).then((${names}) => setTimeout(() => {${hydrate}
						}));
					};
					if (document.hidden) begin();
					else requestAnimationFrame(() => setTimeout(begin));`
	);
	return html
		.replaceAll(preloads, '')
		.replace(code, () => later)
		.replace(hash(code), () => hash(later));
}

/** @param {string} build Folder of the built site. */
export function writePaintFirst(build) {
	for (const page of filesOf(build).filter((path) => path.endsWith('.html'))) {
		const file = join(build, page);
		writeFileSync(file, paintFirst(readFileSync(file, 'utf8')));
	}
}
