/** What belongs to a site beside its pages, made from the built pages; then what must know all files. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveName, writeArchive } from './archive.mjs';
import { writeCards } from './cards.mjs';
import { writeHeaders } from './headers.mjs';
import { writeMissing } from './missing.mjs';
import { writePaintFirst } from './paintFirst.mjs';
import { writePrecache } from './precache.mjs';
import { writeSitemap } from './sitemap.mjs';

/**
 * @typedef {object} Site
 * @property {string} build Folder of the built site.
 * @property {string} base Path of the site on its host, '' at the root.
 * @property {string} site Address of the site's root, without a slash at its end.
 * @property {string} version Name of the build.
 */

/** Whether a page may name a file that is made here only, after the pages. @param {string} path From the site's root. */
export const madeLater = (path) =>
	/^\/(?:icon-\d+\.png|og\/[\w-]+\.png)$/.test(path) || path === `/${archiveName}`;

/** @param {Site} site */
export async function finishSite({ build, base, site, version }) {
	await writeCards(build);
	writePaintFirst(build);
	writeMissing(build, base);
	writeSitemap(build, site);
	writeHeaders(build, base);
	// GitHub Pages would else leave out folders that begin with an underscore.
	writeFileSync(join(build, '.nojekyll'), '');
	writePrecache(build, version);
	writeArchive(build);
}
