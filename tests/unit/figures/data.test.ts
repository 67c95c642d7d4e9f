import { expect, test } from 'vitest';
import { droppedFiles } from '$lib/figures/data/dropped';
import { lackOf } from '$lib/figures/data/lack';
import { opaque } from '$lib/figures/data/opaque';
import { refusal } from '$lib/figures/data/refusal';
import { className } from '$lib/figures/predictions/className';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { zh } from '$lib/i18n/zh';
import { defaultConfig } from '$lib/recipe/defaults';
import { loadingAfter, partsFor } from '$lib/state/fileData';
import type { DataReport } from '$lib/state/dataReport';
import type { Problem } from '$lib/state/problem';

const languages = [
	new Language(() => ({ locale: 'en', messages: en })),
	new Language(() => ({ locale: 'zh', messages: zh }))
];

const folders: DataReport = {
	kind: 'folders',
	classes: ['airplane', 'b'],
	train: 20,
	test: 4,
	side: 32,
	samples: new Uint8ClampedArray(),
	labels: new Uint8Array(),
	numbers: [],
	counts: { train: [10, 10], test: [2, 2] },
	thumbnails: { side: 32, images: new Uint8ClampedArray() },
	skippedCount: 0,
	skipped: []
};

test('a collection says the first thing that it lacks', () => {
	const a = { name: 'a', count: 2 };
	expect(lackOf([])).toEqual({ kind: 'classes' });
	expect(lackOf([a])).toEqual({ kind: 'classes' });
	expect(lackOf([a, { name: 'b', count: 1 }])).toEqual({ kind: 'images', name: 'b' });
	expect(lackOf([a, { name: 'b', count: 2 }])).toBeNull();
	expect(lackOf(Array.from({ length: 257 }, (_, i) => ({ name: String(i), count: 2 })))).toEqual({
		kind: 'too-many'
	});
});

test('three bytes a pixel become four', () => {
	expect([...opaque(Uint8Array.of(1, 2, 3, 4, 5, 6))]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
});

const kinds: Problem['kind'][] = [
	'data-wrong-length',
	'data-bad-label',
	'data-truncated',
	'data-unknown-format',
	'data-no-training-images',
	'data-no-test-images',
	'data-unreadable',
	'data-too-large',
	'data-bad-classes'
];

test.each(kinds)('%s is worded in both languages, with the name of the file', (kind) => {
	for (const language of languages) {
		const words = refusal(language, { kind, params: { file: 'x.zip', message: 'In English.' } } as Problem);
		expect(words).toMatch(/[“]x\.zip[”]/);
		expect(words).not.toContain('In English');
	}
});

test('a problem that is no file’s is said elsewhere; no files at all need no name', () => {
	expect(refusal(languages[0]!, { kind: 'internal', params: { message: 'no' } })).toBeNull();
	const nothing: Problem = { kind: 'data-no-training-images', params: { file: '', message: '' } };
	expect(refusal(languages[0]!, nothing)).toContain('there are no files');
});

test('only our own classes are translated', () => {
	const [english, chinese] = languages as [Language, Language];
	expect(className(chinese, folders, 0)).toBe('airplane');
	expect(className(chinese, { kind: 'cifar10', classes: ['airplane', 'cat'] }, 0)).toBe('飞机');
	expect(className(chinese, { kind: 'cifar10', classes: ['airplane', 'cat'] }, 1)).toBe('cat');
	expect(className(chinese, { kind: 'procedural', classes: ['disc'] }, 0)).toBe('圆盘');
	expect(className(english, { kind: 'cifar100', classes: ['apple'] }, 0)).toBe('apple');
	expect(className(english, folders, 7)).toBe('7');
});

/** As a browser gives them: a reader that gives some at a time. */
function directory(fullPath: string, ...batches: FileSystemEntry[][]): FileSystemEntry {
	const createReader = () => {
		const left = [...batches];
		return { readEntries: (give: (some: FileSystemEntry[]) => void) => give(left.shift() ?? []) };
	};
	return { isFile: false, isDirectory: true, fullPath, createReader } as unknown as FileSystemEntry;
}

function entry(fullPath: string): FileSystemEntry {
	const name = fullPath.slice(fullPath.lastIndexOf('/') + 1);
	const file = (give: (file: File) => void) => {
		give(new File(['x'], name));
	};
	return { isFile: true, isDirectory: false, fullPath, file } as unknown as FileSystemEntry;
}

const transfer = (entries: (FileSystemEntry | null)[], files: File[] = []) =>
	({
		items: entries.map((each) => ({ kind: 'file', webkitGetAsEntry: () => each })),
		files
	}) as unknown as DataTransfer;

test('a dropped folder comes with all that lies in it, however many batches its reader takes', async () => {
	const cat = directory('/pets/cat', [entry('/pets/cat/1.png')], [entry('/pets/cat/2.png')]);
	const { files, paths } = await droppedFiles(
		transfer([directory('/pets', [cat], [entry('/pets/dog.png')]), entry('/loose.zip')])
	);
	expect(paths).toEqual(['pets/cat/1.png', 'pets/cat/2.png', 'pets/dog.png', 'loose.zip']);
	expect(files.map(({ name }) => name)).toEqual(['1.png', '2.png', 'dog.png', 'loose.zip']);
});

test('where the browser knows no entries, files are taken as they are', async () => {
	const { paths } = await droppedFiles(transfer([null], [new File(['x'], 'a.bin')]));
	expect(paths).toEqual(['a.bin']);
});

test('a folder that cannot be read is no drop', async () => {
	const broken = {
		isFile: false,
		isDirectory: true,
		fullPath: '/x',
		createReader: () => ({
			readEntries: (_: unknown, fail: (error: Error) => void) => fail(new Error('gone'))
		})
	} as unknown as FileSystemEntry;
	await expect(droppedFiles(transfer([broken]))).rejects.toThrow('gone');
});

test('a run follows the files that were loaded, with a batch that they fill', () => {
	const config = defaultConfig('gpu');
	expect(partsFor(config, folders, null, 3)).toEqual({
		batch: 16,
		data: { kind: 'folders', train: null, test: null, side: 32, seed: 3 }
	});
	const many = { ...folders, train: 5000, test: 900 };
	const device = { engine: 'wasm', adapter: 'CPU', software: false, features: [] } as const;
	const slow = partsFor(config, many, { ...device, features: [] }, 0);
	expect(slow).toMatchObject({ batch: 32, data: { train: 2000, test: 500 } });
	const fitted = { ...config, ...slow };
	expect(partsFor(fitted, many, null, 0)).toBeNull();
	expect(partsFor(fitted, many, null, 1)).not.toBeNull();
	expect(partsFor(fitted, { ...many, side: 48 }, null, 0)).not.toBeNull();
	expect(partsFor(fitted, { ...many, train: 1000 }, null, 0)).not.toBeNull();
	expect(partsFor(config, { ...folders, kind: 'procedural' }, null, 0)).toBeNull();
});

test('loading ends with the set, a refusal, a stop or a failure', () => {
	const half = { done: 1, total: 2 };
	expect(loadingAfter({ type: 'data-progress', ...half }, null)).toEqual(half);
	expect(loadingAfter({ type: 'state', state: 'running' }, half)).toEqual(half);
	expect(loadingAfter({ type: 'data-stopped' }, half)).toBeNull();
	expect(loadingAfter({ type: 'data', ...folders }, half)).toBeNull();
	expect(loadingAfter({ type: 'failure', kind: 'internal', message: '' }, half)).toBeNull();
	expect(loadingAfter({ type: 'data-refused', kind: 'truncated', file: 'x', message: '' }, half)).toBeNull();
});
