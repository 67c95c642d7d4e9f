/** What the service worker keeps for a reader without a network, and by which digests it knows that a build is whole. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './files.mjs';

/** For search engines, other sites and hosts; no page of this one asks for them. */
const forOthers =
	/^(?:og\/|(?:\w+\/)?embed\/|_headers$|robots\.txt$|sitemap\.xml$|precache\.json$|service-worker\.js$|.*\.zip$|\.)/;

/** @param {string} build Folder of the built site. @param {string} version Its name. */
export function writePrecache(build, version) {
	const files = Object.fromEntries(
		filesOf(build)
			.filter((path) => !forOthers.test(path))
			.map((path) => [
				path,
				createHash('sha256')
					.update(readFileSync(join(build, path)))
					.digest('hex')
			])
	);
	writeFileSync(join(build, 'precache.json'), JSON.stringify({ version, files }));
}
