import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileStore } from '../../../src/cli/tuningFile';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'tiles-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('keeps the choices of several adapters apart', async () => {
	const store = fileStore(join(folder, 'new', 'tiles.json'));
	expect(await store.read('a')).toEqual({});
	await store.write('a', { conv: '8×2 none' });
	await store.write('b', { conv: '16×1 quad' });
	expect(await store.read('a')).toEqual({ conv: '8×2 none' });
	expect(await store.read('b')).toEqual({ conv: '16×1 quad' });
});

test.each(['', 'not JSON', '[1, 2]', '{"a": 3}', '{"a": {"conv": 3}}'])(
	'takes a file of %j as empty and overwrites it',
	async (text) => {
		const path = join(folder, 'tiles.json');
		await writeFile(path, text);
		const store = fileStore(path);
		expect(await store.read('a')).toEqual({});
		await store.write('a', { conv: '8×2 none' });
		expect(await store.read('a')).toEqual({ conv: '8×2 none' });
	}
);

test('a place that cannot be written to costs the choices, nothing else', async () => {
	const file = join(folder, 'file');
	await writeFile(file, 'mine');
	const store = fileStore(join(file, 'tiles.json'));
	await store.write('a', { conv: '8×2 none' });
	expect(await store.read('a')).toEqual({});
	expect(await readFile(file, 'utf8')).toBe('mine');
});
