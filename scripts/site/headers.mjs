/**
 * Headers that the site asks of its host. GitHub Pages sends none of them, and the site works without: its pages hold
 * their own policy, and the service worker adds isolation from the second visit on.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** With the first two a browser lets threads share memory, and the processor engine uses all cores. */
export const headers = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	// A figure may be embedded in a page of another site.
	'cross-origin-resource-policy': 'cross-origin',
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer'
};

const forever = 'public, max-age=31536000, immutable';

/** A `_headers` file, as Netlify and Cloudflare Pages read it. @param {string} build @param {string} base */
export function writeHeaders(build, base) {
	const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
	writeFileSync(
		join(build, '_headers'),
		[`${base}/*`, ...lines, '', `${base}/_app/immutable/*`, `  cache-control: ${forever}`, ''].join('\n')
	);
}
