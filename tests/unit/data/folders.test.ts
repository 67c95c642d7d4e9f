import { zipSync } from 'fflate';
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { DataError } from '$lib/data/dataset';
import { arrange } from '$lib/data/folders/arrange';
import { testIndices } from '$lib/data/folders/split';
import type { FolderOptions } from '$lib/data/folders/load';
import type { FileSource } from '$lib/data/source';
import { file, load, loadAll, placed } from './samples';

/** An image of the made-up format of `decodePlain`, all of one value. */
const plain = (value: number) => [10, 12, value];

async function refusal(
	sources: readonly FileSource[],
	options: Partial<FolderOptions> = {}
): Promise<DataError> {
	const error: unknown = await load(sources, options).catch((cause: unknown) => cause);
	if (error instanceof DataError) return error;
	throw new Error('not refused', { cause: error });
}

/** The value of each image, in order. */
const values = ({ images, side }: { images: Uint8Array; side: number }) =>
	Array.from({ length: images.length / (3 * side * side) }, (_, i) => images[3 * side * side * i]);

const split = [
	placed('pets/train/dog/1.png', plain(10)),
	placed('pets/train/cat/b.png', plain(21)),
	placed('pets/train/cat/a.png', plain(20)),
	placed('pets/train/cat/c.png', plain(22)),
	placed('pets/test/dog/9.png', plain(11)),
	placed('pets/test/cat/9.png', plain(29))
];

describe('where files belong', () => {
	const places = (...paths: string[]) =>
		arrange(paths).map(
			(place) => place && (place.split === null ? place.className : `${place.split} ${place.className}`)
		);

	it('a folder for each class, whatever lies around them or deeper', () => {
		expect(places('cat/1', 'dog/2')).toEqual(['cat', 'dog']);
		expect(places('a/b/cat/1', 'a/b/dog/2', 'a/b/dog/old/3')).toEqual(['cat', 'dog', 'dog']);
		expect(places('./cat/1', './dog/2')).toEqual(['cat', 'dog']);
	});

	it('train and test or validation on top are the split', () => {
		expect(places('x/train/cat/1', 'x/Test/cat/2')).toEqual(['train cat', 'test cat']);
		expect(places('training/cat/1', 'val/cat/2', 'test/dog/3')).toEqual([
			'train cat',
			'test cat',
			'test dog'
		]);
		expect(places('train/cat/1', 'train/dog/2')).toEqual(['cat', 'dog']);
		expect(places('train/1', 'plane/2')).toEqual(['train', 'plane']);
	});

	it('files outside belong nowhere', () => {
		expect(places('1', 'cat/2', 'dog/3')).toEqual([null, 'cat', 'dog']);
		expect(places('x/1', 'x/cat/2', 'x/dog/3')).toEqual([null, 'cat', 'dog']);
		expect(places('train/cat/1', 'test/cat/2', 'extra/cat/3', 'train/4')).toEqual([
			'train cat',
			'test cat',
			null,
			null
		]);
	});

	it('a name in two Unicode forms is one class', () => {
		expect(new Set(places('caf\u00e9/1', 'cafe\u0301/2', 'tea/3')).size).toBe(2);
	});
});

describe('the split by seed', () => {
	it('takes a sixth, one at least, always the same of a seed and class', () => {
		for (const [count, tests] of [
			[2, 1],
			[8, 1],
			[9, 2],
			[60, 10]
		] as const) {
			const chosen = testIndices(count, 5, 3);
			expect(chosen).toHaveLength(tests);
			expect(new Set(chosen).size).toBe(tests);
			expect(chosen.every((index) => index >= 0 && index < count)).toBe(true);
			expect(testIndices(count, 5, 3)).toEqual(chosen);
		}
		expect(testIndices(60, 6, 3)).not.toEqual(testIndices(60, 5, 3));
		expect(testIndices(60, 5, 4)).not.toEqual(testIndices(60, 5, 3));
	});

	it('favours no place', () => {
		const hits = new Array<number>(12).fill(0);
		for (let seed = 0; seed < 600; seed++) for (const index of testIndices(12, seed, 0)) hits[index]! += 1;
		// 100 expected, standard deviation 9.
		expect(Math.min(...hits)).toBeGreaterThan(60);
		expect(Math.max(...hits)).toBeLessThan(140);
	});
});

describe('images in class folders', () => {
	it('classes in alphabetical order, images of all classes in turns', async () => {
		const { dataset, skipped } = await load(split);
		expect(dataset).toMatchObject({ kind: 'folders', classes: ['cat', 'dog'] });
		expect([...dataset.train.labels]).toEqual([0, 1, 0, 0]);
		expect(values(dataset.train)).toEqual([20, 10, 21, 22]);
		expect(values(dataset.test)).toEqual([29, 11]);
		expect([...dataset.test.labels]).toEqual([0, 1]);
		expect(dataset.train.side).toBe(8);
		expect(skipped).toEqual([]);
	});

	it('the same from a zip and a tar, also of many files', async () => {
		const bytesOf = async (source: FileSource) =>
			new Uint8Array(
				await new Response(source.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()
			);
		const files = await Promise.all(
			split.map(async (each) => ({ name: each.path!, data: await bytesOf(each) }))
		);
		const expected = await load(split);
		const zipped = zipSync({
			...Object.fromEntries(files.map(({ name, data }) => [name, data])),
			'__MACOSX/pets/train/cat/._a.png': Uint8Array.of(1),
			'pets/readme.md': Uint8Array.of(35),
			'pets/labels.npy': Uint8Array.of(35)
		});
		const unzipped = await load([file('pets.zip', zipped)]);
		expect(unzipped).toEqual({ ...expected, skipped: [{ name: 'pets/labels.npy', reason: 'outside' }] });
		expect(await load([file('pets', zipped)])).toEqual(unzipped);
		expect(await load([file('pets.tar', createTar(files))])).toEqual(expected);
	});

	it('is split by seed where no folder says', async () => {
		const many = ['cat', 'dog'].flatMap((name, label) =>
			Array.from({ length: 12 }, (_, i) => placed(`${name}/${i + 10}.png`, plain(100 * label + i)))
		);
		const dataset = await loadAll(many, { seed: 4 });
		expect([dataset.train.count, dataset.test.count]).toEqual([20, 4]);
		expect(values(dataset.test).filter((value) => value! < 100)).toEqual(testIndices(12, 4, 0));
		expect([...values(dataset.train), ...values(dataset.test)].sort()).toEqual(
			many.map((_, i) => (i % 12) + 100 * Math.floor(i / 12)).sort()
		);
		expect(await loadAll([...many].reverse(), { seed: 4 })).toEqual(dataset);
		expect(await loadAll(many, { seed: 5 })).not.toEqual(dataset);
	});

	it('skips what cannot be used and lists it by name and reason', async () => {
		const huge: FileSource = { ...placed('pets/train/cat/huge.png', []), size: 2 ** 27 };
		const gone: FileSource = {
			...placed('pets/train/cat/gone.png', plain(1)),
			stream: () => {
				throw new Error('moved');
			}
		};
		const { dataset, skipped } = await load([
			...split,
			huge,
			gone,
			placed('pets/train/cat/broken.png', [1, 2]),
			placed('pets/train/cat/empty.png', []),
			placed('pets/train/cat/wide.png', plain(255)),
			placed('pets/other/cat/x.png', plain(3)),
			placed('pets/test/fish/x.doc', [1])
		]);
		expect(skipped).toEqual([
			{ name: 'pets/other/cat/x.png', reason: 'outside' },
			{ name: 'pets/test/fish/x.doc', reason: 'undecodable' },
			{ name: 'pets/train/cat/broken.png', reason: 'undecodable' },
			{ name: 'pets/train/cat/empty.png', reason: 'empty' },
			{ name: 'pets/train/cat/gone.png', reason: 'unreadable' },
			{ name: 'pets/train/cat/huge.png', reason: 'too-large' },
			{ name: 'pets/train/cat/wide.png', reason: 'too-large' }
		]);
		expect(dataset).toEqual(await loadAll(split));
	});

	it('a damaged file in a zip costs that file only', async () => {
		const noise = Uint8Array.from({ length: 400 }, (_, i) => (i * i * 31) >> 3);
		const zipped = zipSync({
			'cat/1.png': Uint8Array.from(plain(1)),
			'cat/2.png': Uint8Array.from(plain(2)),
			'cat/bad.png': noise,
			'dog/1.png': Uint8Array.from(plain(3)),
			'dog/2.png': Uint8Array.from(plain(4))
		});
		const at = zipped.findIndex(
			(_, i) => String.fromCharCode(...zipped.subarray(i, i + 11)) === 'cat/bad.png'
		);
		// The first block of the deflate stream is of the kind that there is not.
		zipped[at + 11] = 0x07;
		const { dataset, skipped } = await load([file('pets.zip', zipped)]);
		expect(skipped).toEqual([{ name: 'cat/bad.png', reason: 'unreadable' }]);
		expect(dataset.train.count + dataset.test.count).toBe(4);
	});

	it('tells how many images are done, and can be left', async () => {
		const told: [number, number][] = [];
		await load(split, { onProgress: (done, total) => told.push([done, total]) });
		expect(told.at(-1)).toEqual([6, 6]);
		const stop = new AbortController();
		let decoded = 0;
		const loading = load(split, {
			signal: stop.signal,
			decode: async () => {
				if (++decoded === 2) stop.abort(new Error('enough'));
				await new Promise((resolve) => setTimeout(resolve, 30));
				return { width: 1, height: 1, data: new Uint8Array(4) };
			}
		});
		await expect(loading).rejects.toThrow('enough');
		expect(decoded).toBe(2);
	});
});

describe('folders that are no data set', () => {
	const two = (name: string) => [placed(`${name}/1.png`, plain(1)), placed(`${name}/2.png`, plain(2))];
	const cases: [string, FileSource[], string, string][] = [
		['one class', two('cat'), 'bad-classes', 'cat has one class only (cat): put the images'],
		[
			'one class beside outsiders',
			[...two('x/cat'), placed('x/1.png', plain(1)), placed('x/cat/deep/1.png', plain(1))],
			'bad-classes',
			'one class only (deep)'
		],
		[
			'one image in a class',
			[...two('cat'), placed('dog/1.png', plain(1))],
			'bad-classes',
			'The class dog has one image only'
		],
		[
			'one class without its broken files',
			[...two('cat'), placed('dog/1.png', [0])],
			'bad-classes',
			'one class only (cat) beside 1 files'
		],
		[
			'no image at all',
			[placed('cat/1.png', [0]), placed('dog/1.png', [0])],
			'bad-classes',
			'has no class beside 2 files'
		],
		[
			'more classes than labels',
			Array.from({ length: 257 }, (_, i) => two(`class ${i}`)).flat(),
			'bad-classes',
			'has 257 classes; there can be 256 at most'
		],
		[
			'a class that is tested only',
			[...split, placed('pets/test/fish/1.png', plain(1))],
			'no-training-images',
			'The class fish has test images only'
		],
		[
			'texts only',
			[placed('cat/a.txt', [1]), placed('dog/b.txt', [1])],
			'unknown-format',
			'a.txt is neither'
		],
		[
			'loose images',
			[placed('1.png', plain(1)), placed('2.png', plain(1))],
			'unknown-format',
			'1.png is neither'
		],
		[
			'a damaged zip',
			[file('a.zip', Uint8Array.from([0x50, 0x4b, 3, 4, ...new Array<number>(40).fill(0)]))],
			'truncated',
			'a.zip cannot be unpacked'
		],
		['an empty zip', [file('a.zip', zipSync({}))], 'unknown-format', 'a.zip is neither'],
		['another thing named zip', [file('a.zip', Uint8Array.of(1, 2, 3))], 'unknown-format', 'a.zip is neither']
	];

	it.each(cases)('%s', async (_, sources, kind, sentence) => {
		const error = await refusal(sources);
		expect(error.kind).toBe(kind);
		expect(error.message).toContain(sentence);
	});

	it('more images than there is memory for, before any is read', async () => {
		const few = ['cat', 'dog'].flatMap((name) =>
			Array.from({ length: 1400 }, (_, i) => ({ ...placed(`${name}/${i}.png`, []), size: 3 }))
		);
		const error = await refusal(few, { side: 256 });
		expect(error.kind).toBe('too-large');
		expect(error.message).toContain('2,800 images; at 256 px there is room for 2,730.');
	});
});
