import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSearch, type SearchDocument } from '$lib/labs/search/document';
import { lab, labJson, photosFolder } from './labRun';

const scratch = mkdtempSync(join(tmpdir(), 'lab-search-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const file = (name: string) => join(scratch, name);

const tiny = [
	...['search', '--engine', 'wasm', '--threads', 1, '--steps', 10, '--batch', 8, '--size', 8],
	...['--limit-train', 60, '--seed', 3]
];
/** What does not depend on the clock. */
const bits = ({ results }: SearchDocument) =>
	results.map(({ network, accuracy, parameters }) => [network, accuracy, parameters]);

describe('lab search', () => {
	it('trains candidates, prints one JSON document and keeps it; a resumed search is the same search', async () => {
		const whole = (await labJson(...tiny, '--candidates', 4, '--algorithm', 'random')) as SearchDocument;
		expect(whole).toMatchObject({
			engine: 'wasm',
			settings: { algorithm: 'random', backbone: 'v2-pico', w: -0.07, v: -0.05 },
			data: { kind: 'procedural', seed: 0, images: 60, heldOut: 12, classes: 10 }
		});
		expect(readSearch(JSON.stringify(whole)).results).toHaveLength(4);

		const out = file('search.json');
		await labJson(...tiny, '--candidates', 2, '--algorithm', 'random', '--out', out);
		const resumed = await labJson('search', '--resume', out, '--candidates', 4, '--threads', 1, '--out', out);
		expect(bits(resumed as SearchDocument)).toEqual(bits(whole));
		expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(resumed);
		expect(existsSync(`${out}.part`)).toBe(false);
	});

	it('tells on standard error how it goes, and a table at the end', async () => {
		const { exitCode, out, err } = await lab(
			...tiny,
			'--candidates',
			2,
			'--data',
			photosFolder,
			'--limit-train',
			20
		);
		expect(exitCode).toBe(0);
		expect(err).toMatch(
			/^1\/2 f3e1x1 f3e4x1 m3e4x1 m3e4x1 m3e4x1: \d+\.\d %, \S+ ms a step, \d+ parameters, reward 0\.\d{4}$/m
		);
		expect(out).toContain('accuracy on 4 of 20 training images');
		expect(out.trim().split('\n')).toHaveLength(4);
	});

	it.each([
		[['--w', '0.5'], '--w takes a number from -1 to 0, not "0.5".'],
		[['--v', '-7'], '--v takes a number from -1 to 0, not "-7".'],
		[['--candidates', '0'], '--candidates takes a whole number from 1 to 1000, not "0".'],
		[['--minutes', '0'], '--minutes takes a number above 0, at most 1440, not "0".'],
		[
			['--model', 'efficientnetv2-s'],
			'--model takes v2-pico, v2-nano, v2-micro, v2-tiny; "efficientnetv2-s" is none of them.'
		],
		[['--resume', '/nowhere.json'], '/nowhere.json cannot be read: it does not exist.'],
		[['--data', '/nowhere'], '/nowhere cannot be read: it does not exist.'],
		[
			['--limit-train', '9', '--batch', '8'],
			'After the held-out images 7 are left to train on, fewer than one batch of 8: choose a smaller batch.'
		]
	])('%s is refused with a sentence', async (options, sentence) => {
		expect(await lab('search', ...options)).toEqual({ exitCode: 2, out: '', err: `${sentence}\n` });
	});

	it('refuses to go on with another search, other images or a bad file', async () => {
		const out = file('left.json');
		await labJson(...tiny, '--candidates', 1, '--out', out);
		const before = readFileSync(out, 'utf8');
		const refusal = async (...options: (string | number)[]) =>
			(await lab('search', '--resume', out, ...options)).err;
		expect(await refusal('--w', 0)).toBe('--w cannot be changed: the search goes on as it began.\n');
		expect(await refusal('--limit-train', 50)).toContain('--limit-train cannot be changed');
		expect(await refusal('--engine', 'tfjs-cpu')).toMatch(
			/^The search was measured with wasm on .* others\.$/m
		);
		writeFileSync(
			file('other.json'),
			before.replace(/"sha256": "./, '"sha256": "0').replace(/"sha256": "0(?=0)/, '"sha256": "1')
		);
		expect(await lab('search', '--resume', file('other.json'))).toMatchObject({
			exitCode: 2,
			err: expect.stringContaining('is a search on other images') as string
		});
		writeFileSync(file('bad.json'), before.replace('"v2-pico"', '"v2-pixel"'));
		expect((await lab('search', '--resume', file('bad.json'))).err).toMatch(
			/bad\.json: In the search "settings\.backbone" must be one of v2-pico/
		);
		expect(readFileSync(out, 'utf8')).toBe(before);
	});
});
