import { createHash } from 'node:crypto';
import { runInNewContext, Script } from 'node:vm';
import { expect, test } from 'vitest';
import { paintFirst } from '../../scripts/site/paintFirst.mjs';

const hash = (code: string) => `sha256-${createHash('sha256').update(code).digest('base64')}`;
const code = `
				{
					__sveltekit_abc = {
						base: new URL("..", location).pathname.slice(0, -1)
					};

					const element = document.currentScript.parentElement;

					Promise.all([
						import("../_app/start.js"),
						import("../_app/app.js")
					]).then(([kit, app]) => {
						kit.start(app, element, {
							node_ids: [0, 2]
						});
					});
				}
			`;
const page = `<head><meta content="script-src '${hash(code)}'">
		<link href="../_app/start.js" rel="modulepreload">
		<link href="../_app/chunk.js" rel="modulepreload">
		<link href="../a.css" rel="stylesheet"></head><body><script>${code}</script></body>`;

test('a page asks for its modules after its first paint, and its policy lets it', () => {
	const html = paintFirst(page);
	expect(html).not.toContain('rel="modulepreload"');
	expect(html).toContain('<link href="../a.css" rel="stylesheet">');
	const [, script = ''] = /<script>([^]*)<\/script>/.exec(html) ?? [];
	expect(html).toContain(hash(script));
	expect(html).not.toContain(hash(code));
	const begin = script.indexOf('const begin');
	expect(script.indexOf('import("../_app/start.js")')).toBeGreaterThan(begin);
	expect(script.indexOf('["../_app/start.js","../_app/chunk.js"]')).toBeGreaterThan(begin);
	expect(script.indexOf('document.currentScript')).toBeLessThan(begin);
	expect(() => new Script(script)).not.toThrow();
});

test('modules are asked for some at a time, all of them before the page begins', () => {
	const names = Array.from({ length: 14 }, (_, index) => `../_app/${index}.js`);
	const links = names.map((name) => `<link href="${name}" rel="modulepreload">`).join('\n');
	const html = paintFirst(page.replace(/<link href="..\/_app\/chunk.js"[^>]*>/, links));
	const [, script = ''] = /<script>([^]*)<\/script>/.exec(html) ?? [];
	const asked: string[][] = [];
	const tasks: (() => void)[] = [];
	const later = (task: (...values: unknown[]) => void, _: number, ...values: unknown[]) =>
		tasks.push(() => task(...values));
	const document = {
		hidden: true,
		currentScript: {},
		createElement: () => ({}),
		head: { append: ({ href }: { href: string }) => asked.at(-1)?.push(href) }
	};
	const begun: number[] = [];
	const promise = { all: () => ({ then: () => begun.push(asked.flat().length) }) };
	asked.push([]);
	runInNewContext(script.replaceAll(/\bimport\(/g, 'String('), {
		...{ document, URL, location: 'http://host/en/page/', setTimeout: later, Promise: promise }
	});
	for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
		asked.push([]);
		task();
	}
	expect(asked.map(({ length }) => length)).toEqual([6, 6, 3]);
	expect(asked.flat()).toEqual(['../_app/start.js', ...names]);
	expect(begun).toEqual([15]);
});

test('a page without modules stays as it is; one that starts in an unknown way ends the build', () => {
	expect(paintFirst('<h1>404</h1>')).toBe('<h1>404</h1>');
	expect(() => paintFirst(page.replace('Promise.all', 'Promise.race'))).toThrow('SvelteKit starts a page');
	expect(() => paintFirst(page.replace(hash(code), 'sha256-other'))).toThrow('SvelteKit starts a page');
});
