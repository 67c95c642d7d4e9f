import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Name of a build: the same sources, packages and settings give the same name, so that a site deployed again unchanged is
 * no update to its readers, and any change is one.
 * @param {string[]} settings @returns {string}
 */
export function buildName(settings) {
	const hash = createHash('sha256').update(settings.join('\n'));
	const files = ['package-lock.json', 'svelte.config.js', 'vite.config.ts'];
	for (const folder of ['src', 'static', 'scripts']) {
		const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
		// What is generated from them while they are built says nothing more, and may not be there yet.
		const sources = entries.filter((entry) => entry.isFile() && basename(entry.parentPath) !== 'generated');
		files.push(...sources.map((entry) => join(entry.parentPath, entry.name)));
	}
	for (const file of files.map((name) => (name.startsWith(root) ? name : join(root, name))).sort()) {
		hash.update(file.slice(root.length)).update(readFileSync(file));
	}
	return hash.digest('hex').slice(0, 12);
}
