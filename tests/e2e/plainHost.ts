import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const types: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.wasm': 'application/wasm',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.webmanifest': 'application/manifest+json'
};

export interface PlainHost {
	/** Address of the site's root, with a slash at its end. */
	readonly address: string;
	close(): Promise<void>;
}

/** The simplest static host: a folder below a path, no headers but the type, and always what lies on the disk just now. */
export async function plainHost(folder: string, below: string): Promise<PlainHost> {
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const path = pathname.startsWith(below) ? decodeURIComponent(pathname.slice(below.length)) : null;
		const file = join(
			folder,
			path === null || path.endsWith('/') || path === '' ? `${path ?? '.'}/index.html` : path
		);
		const found = path !== null && statSync(file, { throwIfNoEntry: false })?.isFile() === true;
		response.writeHead(found ? 200 : 404, { 'content-type': types[extname(found ? file : '.html')] ?? '' });
		response.end(found ? readFileSync(file) : 'nothing here');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The host has no port.');
	return {
		address: `http://localhost:${address.port}${below}`,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			})
	};
}
