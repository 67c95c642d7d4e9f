import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';

const site = mkdtempSync(join(tmpdir(), 'site-'));
const running: ChildProcess[] = [];

beforeAll(() => {
	mkdirSync(join(site, 'en'));
	writeFileSync(join(site, 'index.html'), 'start');
	writeFileSync(join(site, 'en', 'index.html'), 'english');
	writeFileSync(join(site, 'about.html'), 'about');
	writeFileSync(join(site, '404.html'), 'lost');
});
afterEach(() => {
	for (const child of running.splice(0)) child.kill();
});
afterAll(() => {
	rmSync(site, { recursive: true });
});

/** Starts the server; resolves with all it has said once it serves, or once it has ended. */
function serve(environment: Record<string, string>): Promise<{ said: string; code: number | null }> {
	const child = spawn(process.execPath, ['scripts/serve.mjs', site], {
		env: { ...process.env, PORT: '0', BASE_PATH: '', ...environment }
	});
	running.push(child);
	return new Promise((resolve) => {
		let said = '';
		const hear = (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes('http://')) resolve({ said, code: null });
		};
		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		child.on('close', (code) => {
			resolve({ said, code });
		});
	});
}

const addressIn = (said: string) => /http:\/\/localhost:\d+\S*\//.exec(said)?.[0] ?? 'nothing served';

/** Sends the path as it is: `fetch` would tidy it up. */
function get(
	address: string,
	path: string
): Promise<{ status: number; text: string; location: string | undefined }> {
	const { port } = new URL(address);
	return new Promise((resolve, reject) => {
		request({ host: '127.0.0.1', port, path }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => {
				resolve({ status: response.statusCode ?? 0, text, location: response.headers.location });
			});
		})
			.on('error', reject)
			.end();
	});
}

test('serves folders, pages and a 404, as a static host does', async () => {
	const address = addressIn((await serve({})).said);
	expect(await get(address, '/')).toMatchObject({ status: 200, text: 'start' });
	expect(await get(address, '/en/')).toMatchObject({ status: 200, text: 'english' });
	expect(await get(address, '/en?x=1')).toMatchObject({ status: 301, location: '/en/?x=1' });
	expect(await get(address, '/about')).toMatchObject({ status: 200, text: 'about' });
	expect(await get(address, '/none')).toMatchObject({ status: 404, text: 'lost' });
	expect(await get(address, '/%E0%A4%A')).toMatchObject({ status: 404 });
	expect(await get(address, '/../../etc/hostname')).toMatchObject({ status: 404 });
	expect(await get(address, '/..%2f..%2f..%2fetc%2fhostname')).toMatchObject({ status: 404 });
	expect(await get(address, '//')).toMatchObject({ status: 404 });
	expect(await get(address, '//en')).toMatchObject({ status: 404 });
});

test('a base path comes before everything', async () => {
	const address = addressIn((await serve({ BASE_PATH: '/efficientnetv2' })).said);
	expect(address).toMatch(/\/efficientnetv2\/$/);
	expect(await get(address, '/efficientnetv2/en/')).toMatchObject({ status: 200, text: 'english' });
	expect(await get(address, '/efficientnetv2/en')).toMatchObject({
		status: 301,
		location: '/efficientnetv2/en/'
	});
	expect(await get(address, '/efficientnetv2')).toMatchObject({ status: 301, location: '/efficientnetv2/' });
	expect(await get(address, '/en/')).toMatchObject({ status: 404 });
	expect(await get(address, '/efficientnetv2x/')).toMatchObject({ status: 404 });
});

test('a port that is taken is named in one sentence', async () => {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const address = other.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const { said, code } = await serve({ PORT: String(port) });
	other.close();
	expect(code).toBe(1);
	expect(said.trim().split('\n')).toEqual([expect.stringContaining(`Port ${port} is taken`)]);
});

test.each([
	[{ PORT: 'eighty' }, 'PORT must be a port number, not "eighty".'],
	[{ BASE_PATH: 'x/' }, 'BASE_PATH must start with "/" and not end with one, not "x/".']
])('%j is refused in one sentence', async (environment, sentence) => {
	const { said, code } = await serve(environment);
	expect(code).toBe(1);
	expect(said.trim()).toBe(sentence);
});
