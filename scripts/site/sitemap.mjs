/** `sitemap.xml` with the languages of each page, and `robots.txt`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './files.mjs';

/** Pages that stand for themselves, not within another page. @param {string} build @returns {string[]} */
export const pagesOf = (build) =>
	filesOf(build).filter(
		(path) => /^(?:en|zh)\/(?:.*\/)?index\.html$/.test(path) && !path.includes('/embed/')
	);

/** @param {string} file @returns {string} */
const addressOf = (file) => file.replace(/index\.html$/, '');

/** Languages of a page and their addresses, as its own head tells them. @param {string} html */
const languagesOf = (html) =>
	[...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)].map(
		([, tag = '', href = '']) => ({ tag, href })
	);

/**
 * @param {string} build Folder of the built site.
 * @param {string} site Address of the site's root, without a slash at its end.
 */
export function writeSitemap(build, site) {
	const urls = pagesOf(build).map((file) => {
		const address = `${site}/${addressOf(file)}`;
		const links = languagesOf(readFileSync(join(build, file), 'utf8')).map(
			({ tag, href }) =>
				`<xhtml:link rel="alternate" hreflang="${tag}" href="${new URL(href, address).href}"/>`
		);
		return `<url><loc>${address}</loc>${links.join('')}</url>`;
	});
	const spaces =
		'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
	writeFileSync(
		join(build, 'sitemap.xml'),
		`<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${spaces}>\n${urls.join('\n')}\n</urlset>\n`
	);
	writeFileSync(join(build, 'robots.txt'), `User-agent: *\nAllow: /\n\nSitemap: ${site}/sitemap.xml\n`);
}
