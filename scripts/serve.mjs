/**
 * Serves build/ (or the folder given) as a plain static host does: folders by their index.html (with a redirect to the
 * slash), pages by name without `.html`, text compressed, everything else 404. BASE_PATH, PORT and HOST come from the environment.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import compression from '@polka/compression';
import sirv from 'sirv';
import { headers } from './site/headers.mjs';

const given = process.argv[1] === fileURLToPath(import.meta.url) ? process.argv[2] : undefined;
const root = given ?? fileURLToPath(new URL('../build', import.meta.url));
const base = process.env.BASE_PATH ?? '';
const host = process.env.HOST ?? '127.0.0.1';
const defaultPort = 4173;
const portsTried = 20;

/** @param {string} sentence @returns {never} */
function stop(sentence) {
	console.error(sentence);
	process.exit(1);
}

if (!existsSync(join(root, 'index.html')))
	stop(`There is no built site in ${root}: run "npm run build" first.`);
if (base !== '' && !/^\/.*[^/]$/.test(base))
	stop(`BASE_PATH must start with "/" and not end with one, not "${base}".`);

const files = sirv(root, { etag: true, dotfiles: false });
const compress = compression();

/** @param {string} path */
const isFolder = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The decoded path below the base, or null where it is malformed or outside. @param {string} pathname */
function pathBelowBase(pathname) {
	if (pathname !== base && !pathname.startsWith(`${base}/`)) return null;
	try {
		const path = decodeURIComponent(pathname.slice(base.length));
		return path.includes('//') || path.split(/[\\/]/).includes('..') ? null : path;
	} catch {
		return null;
	}
}

/** @param {import('node:http').ServerResponse} response */
function notFound(response) {
	const page = join(root, '404.html');
	response.writeHead(404, { 'content-type': existsSync(page) ? 'text/html' : 'text/plain' });
	response.end(existsSync(page) ? readFileSync(page) : 'Not found');
}

const server = createServer((request, response) => {
	const [pathname = '/', query] = (request.url ?? '/').split('?', 2);
	const search = query === undefined ? '' : `?${query}`;
	const path = pathBelowBase(pathname);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (path === null) return notFound(response);
	// Relative links in a folder's page are right only below the slash.
	if (!path.endsWith('/') && !existsSync(join(root, `${path}.html`)) && isFolder(path)) {
		response.writeHead(301, { location: `${pathname}/${search}` });
		return response.end();
	}
	request.url = pathname.slice(base.length) + search;
	compress(request, response, () => files(request, response, () => notFound(response)));
});

/** The port asked for, or without one the first free from the default on. @type {number} */
const asked = process.env.PORT ? Number(process.env.PORT) : defaultPort;
if (!Number.isInteger(asked) || asked < 0 || asked > 65535)
	stop(`PORT must be a port number, not "${process.env.PORT}".`);
let port = asked;

server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
	if (error.code !== 'EADDRINUSE') stop(`The site cannot be served on port ${port}: ${error.message}.`);
	if (process.env.PORT || port - asked >= portsTried) {
		stop(`Port ${port} is taken: set PORT to a free one, for example PORT=${port + 1} npm start.`);
	}
	port += 1;
	server.listen(port, host);
});
server.on('listening', () => {
	const address = server.address();
	const actual = typeof address === 'object' && address !== null ? address.port : port;
	console.log(`EfficientNetV2, explained: http://localhost:${actual}${base}/`);
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => process.exit(0));
server.listen(port, host);
