import { afterEach, describe, expect, test } from 'vitest';
import { ClassCollector } from '$lib/data/folders/collector';
import type { Decode } from '$lib/data/folders/image';
import { decodePlain } from '../data/samples';
import { Theatre, tinyConfig } from './stage';

const reading = (decode: Decode) => new Theatre(undefined, undefined, undefined, decode);
let theatre = reading(decodePlain);
afterEach(async () => {
	await theatre.session.dispose();
	theatre = reading(decodePlain);
});

/** Two classes of nine images of the made-up format, and what is no image. */
function listing(bad = 1): { files: File[]; paths: string[] } {
	const images = ['cat', 'dog'].flatMap((name, label) =>
		Array.from(
			{ length: 9 },
			(_, i) => [`pets/${name}/${i}.png`, Uint8Array.of(9, 9, 100 * label + i)] as const
		)
	);
	const broken = Array.from(
		{ length: bad },
		(_, i) => [`pets/cat/broken${i}.png`, Uint8Array.of(1)] as const
	);
	const all = [...images, ...broken];
	return {
		files: all.map(([path, bytes]) => new File([bytes], path.slice(path.lastIndexOf('/') + 1))),
		paths: all.map(([path]) => path)
	};
}

const configFor = (side: number) =>
	tinyConfig({ data: { kind: 'folders', train: null, test: null, side, seed: 0 } });

describe('images in class folders', () => {
	test('are decoded in the worker, told with counts, thumbnails and skipped files, and trained on', async () => {
		await theatre.do({ type: 'load-files', ...listing(), side: 16, seed: 3 });
		const [data] = theatre.of('data');
		expect(data).toMatchObject({
			kind: 'folders',
			classes: ['cat', 'dog'],
			train: 14,
			test: 4,
			side: 16,
			counts: { train: [7, 7], test: [2, 2] },
			skippedCount: 1,
			skipped: [{ name: 'pets/cat/broken0.png', reason: 'undecodable' }]
		});
		expect(data?.thumbnails.side).toBe(16);
		expect(data?.thumbnails.images).toHaveLength(2 * 16 * 16 * 4);
		expect(data?.thumbnails.images[3]).toBe(255);
		expect(data?.thumbnails.images[16 * 16 * 4]).toBeGreaterThanOrEqual(100);
		const progress = theatre.of('data-progress');
		expect(progress.at(-1)).toMatchObject({ done: 19, total: 19 });
		await theatre.do({ type: 'configure', config: configFor(16) }, { type: 'step' });
		expect(theatre.of('failure')).toEqual([]);
		expect(theatre.steps).toHaveLength(1);
	});

	test('of another side than the run asks for are no data for it', async () => {
		await theatre.do({ type: 'load-files', ...listing() });
		await theatre.do({ type: 'configure', config: configFor(16) });
		expect(theatre.of('failure')).toMatchObject([
			{ kind: 'no-data', message: 'The run asks for images in class folders: choose the files first.' }
		]);
	});

	test('of which many are bad: all are counted, a hundred named', async () => {
		await theatre.do({ type: 'load-files', ...listing(120) });
		const [data] = theatre.of('data');
		expect(data?.skippedCount).toBe(120);
		expect(data?.skipped).toHaveLength(100);
	});

	test('without folders are refused', async () => {
		await theatre.do({ type: 'load-files', files: listing().files });
		expect(theatre.of('data-refused')).toMatchObject([{ kind: 'unknown-format', file: '0.png' }]);
	});

	test('a later load stops the decoding of an earlier one', async () => {
		let decoded = 0;
		let later: Promise<unknown> | undefined;
		theatre = reading(async (bytes) => {
			if (++decoded === 2) {
				later = theatre.do({ type: 'load-procedural', seed: 1, train: 20, test: 10 });
			}
			await Promise.resolve();
			return decodePlain(bytes);
		});
		await theatre.do({ type: 'load-files', ...listing() });
		await later;
		expect(theatre.of('data')).toMatchObject([{ kind: 'procedural' }]);
		expect(decoded).toBe(2);
	});
});

test('loading can be given up; what was loaded stays', async () => {
	await theatre.do({ type: 'load-procedural', seed: 1, train: 20, test: 10 });
	const [first] = theatre.of('data');
	theatre.forget();
	const loading = theatre.do({ type: 'load-procedural', seed: 2, train: 50_000, test: 10 });
	await theatre.do({ type: 'stop-loading' });
	await loading;
	expect(theatre.of('data-stopped')).toHaveLength(1);
	expect(theatre.of('data')).toEqual([]);
	expect(theatre.of('data-refused')).toEqual([]);
	await theatre.do({ type: 'load-procedural', seed: 1, train: 20, test: 10 });
	expect(theatre.of('data')).toEqual([first]);
	expect(theatre.of('data-progress').filter(({ total }) => total === 30)).toEqual([]);
});

describe('a collection', () => {
	function collected(count: number) {
		const collector = new ClassCollector(8);
		for (const name of ['rock', 'paper']) {
			collector.addClass(name);
			for (let i = 0; i < count; i++)
				collector.add(name, { width: 1, height: 1, data: Uint8Array.of(i, 0, 0, 255) });
		}
		return collector.collected();
	}

	test('becomes the data', async () => {
		const { side, classes } = collected(12);
		await theatre.do({ type: 'load-collected', side, classes: [...classes], seed: 1 });
		expect(theatre.of('data')).toMatchObject([
			{ kind: 'folders', classes: ['paper', 'rock'], counts: { train: [10, 10], test: [2, 2] }, side: 8 }
		]);
	});

	test('too small is refused with its class', async () => {
		const { side, classes } = collected(1);
		await theatre.do({ type: 'load-collected', side, classes: [...classes] });
		expect(theatre.of('data-refused')).toMatchObject([{ kind: 'bad-classes', file: 'paper' }]);
	});
});

test('noise makes another procedural set of the same seed', async () => {
	const spec = { type: 'load-procedural', seed: 1, train: 20, test: 10 } as const;
	await theatre.do(spec);
	await theatre.do({ ...spec, noise: 0 });
	await theatre.do({ ...spec, noise: 0.5 });
	const [plain, same, noisy] = theatre.of('data').map(({ samples }) => samples);
	expect(same).toEqual(plain);
	expect(noisy).not.toEqual(plain);
});
