/**
 * What a page may load, for its `<meta http-equiv="content-security-policy">`: everything from its own origin, scripts that stand
 * in the page by their hash only. SvelteKit adds the hashes of its own; the one in src/app.html is added here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** @typedef {`sha256-${string}`} Hash */

/** Hash of each script that stands in a template. @param {string} html @returns {Hash[]} */
export function scriptHashes(html) {
	return [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(
		([, code = '']) => /** @type {const} */ (`sha256-${createHash('sha256').update(code).digest('base64')}`)
	);
}

const template = new URL('../src/app.html', import.meta.url);

/** The directives, as SvelteKit takes them. @returns {NonNullable<NonNullable<NonNullable<import('@sveltejs/kit').Config['kit']>['csp']>['directives']>} */
export const contentSecurityPolicy = () => ({
	'default-src': ['none'],
	// The processor engine compiles WebAssembly; nothing evaluates text as a script.
	'script-src': ['self', 'wasm-unsafe-eval', ...scriptHashes(readFileSync(template, 'utf8'))],
	// Prerendered drawings carry their colours and sizes in `style` attributes, which hashes cannot name.
	'style-src': ['self', 'unsafe-inline'],
	'img-src': ['self', 'data:', 'blob:'],
	'connect-src': ['self'],
	'worker-src': ['self'],
	'manifest-src': ['self'],
	'font-src': ['none'],
	// The camera's picture.
	'media-src': ['self', 'blob:'],
	'frame-src': ['self'],
	'object-src': ['none'],
	'base-uri': ['none'],
	'form-action': ['none']
});
