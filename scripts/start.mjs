/** `npm start`: builds the site and serves it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
console.log('Building the site …');
// Links that must be whole name the address at which the site is about to be served.
const { PORT = '4173', BASE_PATH = '', SITE_URL = `http://localhost:${PORT}${BASE_PATH}` } = process.env;
const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
	stdio: 'inherit',
	env: { ...process.env, SITE_URL }
});
if (build.status === 0) {
	await import('./serve.mjs');
} else {
	console.error('The site could not be built: see the messages above.');
	process.exitCode = 1;
}
