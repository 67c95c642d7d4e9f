/** The built site, served as a static host serves it, for what looks at it in a browser. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Resolves to the server's process when it listens. @param {number} port */
export async function serveSite(port) {
	const server = spawn(process.execPath, [fileURLToPath(new URL('serve.mjs', import.meta.url))], {
		env: { ...process.env, PORT: String(port) },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	await new Promise((resolve, reject) => {
		server.stdout.once('data', resolve);
		server.once('exit', () => reject(new Error('The site could not be served.')));
	});
	return server;
}
