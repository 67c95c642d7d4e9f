import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataError } from '$lib/data/dataset';
import { unpickle } from '$lib/data/pickle/unpickle';
import { PickleError } from '$lib/data/pickle/values';
import type { FileSource } from '$lib/data/source';
import { file, load, placed } from './samples';

/** Loads, and holds whatever comes of it to what every data set promises. */
async function settle(sources: readonly FileSource[], side = 8): Promise<'set' | 'refused'> {
	try {
		const { dataset, skipped } = await load(sources, { side });
		const { kind, classes, train, test } = dataset;
		expect(classes.length).toBeGreaterThan(1);
		expect(train.count).toBeGreaterThan(0);
		for (const set of [train, test]) {
			expect(set.images.length).toBe(set.count * set.side * set.side * 3);
			expect(set.labels.length).toBe(set.count);
			expect(Math.max(0, ...set.labels)).toBeLessThan(classes.length);
		}
		if (kind === 'folders') {
			expect([...classes].sort()).toEqual(classes);
			expect(test.count).toBeGreaterThan(0);
			expect(new Set(train.labels).size).toBe(classes.length);
			expect(skipped.every(({ name }) => name !== '')).toBe(true);
		}
		return 'set';
	} catch (error) {
		if (!(error instanceof DataError)) throw error;
		expect(error.message).toMatch(/\.$/);
		return 'refused';
	}
}

const changes = fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { minLength: 1, maxLength: 5 });

function spoiled(bytes: Uint8Array, places: readonly { at: number; to: number }[]): Uint8Array {
	const bad = new Uint8Array(bytes);
	for (const { at, to } of places) bad[at % bad.length] = to;
	return bad;
}

describe('fuzzing folders: a data set or a DataError', () => {
	const part = fc.constantFrom(
		'cat',
		'dog',
		'Train',
		'test',
		'val',
		'.',
		'..',
		'',
		'é',
		'__MACOSX',
		'__proto__'
	);
	const path = fc
		.tuple(
			fc.array(part, { maxLength: 4 }),
			fc.constantFrom('1.png', '2.png', '3.jpg', 'a.txt', 'train', 'x')
		)
		.map(([folders, name]) => [...folders, name].join('/'));
	const image = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.nat(255));
	const bytes = fc.oneof(
		{ arbitrary: image, weight: 5 },
		{ arbitrary: fc.array(fc.nat(255), { maxLength: 5 }), weight: 1 }
	);
	const good = ['cat', 'dog'].flatMap((name) =>
		[1, 2].map((i) => ({ path: `pets/${name}/${i}.gif`, bytes: [i, 3, 9] }))
	);
	const some = fc.array(fc.record({ path, bytes }), { maxLength: 14 });
	const listing = fc.tuple(some, fc.boolean()).map(([any, base]) => (base ? [...good, ...any] : any));

	it('any listing, loose and in a zip', async () => {
		let sets = 0;
		await fc.assert(
			fc.asyncProperty(listing, async (files) => {
				const loose = await settle(files.map((each) => placed(each.path, each.bytes)));
				if (loose === 'set') sets++;
				const entries = Object.fromEntries(files.map((each) => [each.path, Uint8Array.from(each.bytes)]));
				await settle([file('a.zip', zipSync(entries))]);
			}),
			{ numRuns: 250 }
		);
		expect(sets).toBeGreaterThan(10);
	});
});

describe('fuzzing zips: a data set or a DataError', () => {
	const entries = ['cat', 'dog'].flatMap((name) =>
		[1, 2, 3].map((i) => [`${name}/${i}.png`, Uint8Array.from([4 + i, 5, 6 * i])] as const)
	);
	const whole = zipSync({ ...Object.fromEntries(entries), 'cat/long.png': new Uint8Array(3000).fill(7) });

	it('cut anywhere', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
				await settle([file('a.zip', whole.subarray(0, length))]);
			}),
			{ numRuns: 150 }
		);
	});

	it('changed anywhere', async () => {
		let sets = 0;
		await fc.assert(
			fc.asyncProperty(changes, async (places) => {
				if ((await settle([file('a.zip', spoiled(whole, places))])) === 'set') sets++;
			}),
			{ numRuns: 500 }
		);
		expect(sets).toBeGreaterThan(50);
	});
});

describe('fuzzing pickles: a value or a PickleError', () => {
	const names = [
		'python2/data_batch_1',
		'python2/batches.meta',
		'protocol2',
		'protocol4',
		'protocol5',
		'cifar100/meta'
	];
	const fixtures = Promise.all(names.map((name) => readFile(`tests/fixtures/pickles/${name}`)));

	function read(bytes: Uint8Array): boolean {
		try {
			unpickle(bytes);
			return true;
		} catch (error) {
			if (!(error instanceof PickleError)) throw error;
			return false;
		}
	}

	it('random bytes and random operations', () => {
		const letters = fc.constantFrom(
			...'NKMJUCTBX(t)]aes}uqrhjcRb.'.split('').map((letter) => letter.charCodeAt(0))
		);
		const codes = fc.oneof(
			letters,
			fc.constantFrom(0x80, 0x85, 0x86, 0x87, 0x88, 0x8a, 0x8c, 0x93, 0x94, 0x96),
			fc.nat(255)
		);
		fc.assert(
			fc.property(fc.array(codes, { maxLength: 60 }), (bytes) => void read(Uint8Array.from(bytes))),
			{ numRuns: 5000 }
		);
	});

	it('cut and changed, at the beginning above all', async () => {
		const all = await fixtures;
		const near = fc.array(fc.record({ at: fc.nat(300), to: fc.nat(255) }), { minLength: 1, maxLength: 3 });
		let values = 0;
		fc.assert(
			fc.property(
				fc.nat(all.length - 1),
				fc.oneof(near, changes),
				fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
				(which, places, share) => {
					const bytes = all[which]!;
					if (read(spoiled(bytes, places).subarray(0, Math.ceil(share * bytes.length)))) values++;
				}
			),
			{ numRuns: 1500 }
		);
		expect(values).toBeGreaterThan(100);
	});

	it('as a file of CIFAR: a data set or a DataError', async () => {
		const [batch] = await fixtures;
		const test = new Uint8Array(await readFile('tests/fixtures/pickles/python2/test_batch'));
		await fc.assert(
			fc.asyncProperty(changes, async (places) => {
				await settle([file('data_batch_1', spoiled(batch!, places)), file('test_batch', test)]);
			}),
			{ numRuns: 100 }
		);
	});
});
