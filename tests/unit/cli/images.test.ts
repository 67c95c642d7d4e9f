import { zipSync } from 'fflate';
import { encode } from 'jpeg-js';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { buildGraph } from '$lib/model/build';
import { formulaParameters } from '$lib/model/formula';
import { findVariant } from '$lib/model/variants';
import { decodeImage } from '../../../src/cli/decode';
import { plainOptions } from '../../suites/formulaRun';
import { lab, labJson } from './labRun';

const scratch = mkdtempSync(join(tmpdir(), 'lab-images-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function write(path: string, content: Uint8Array | string): void {
	const place = join(scratch, path);
	mkdirSync(dirname(place), { recursive: true });
	writeFileSync(place, content);
}

type Colour = readonly [number, number, number];

function png(width: number, height: number, at: (x: number, y: number) => Colour): Uint8Array {
	const image = new PNG({ width, height });
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) image.data.set([...at(x, y), 255], 4 * (y * width + x));
	}
	return new Uint8Array(PNG.sync.write(image));
}

function jpeg(width: number, height: number, at: (x: number, y: number) => Colour): Uint8Array {
	const { data } = PNG.sync.read(Buffer.from(png(width, height, at)));
	return new Uint8Array(encode({ width, height, data }, 100).data);
}

/** A JPEG with an EXIF segment of one tag after its first marker. */
function held(bytes: Uint8Array, orientation: number, little: boolean): Uint8Array {
	const tiff = little
		? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
		: [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
	const body = [...new TextEncoder().encode('Exif\0\0'), ...tiff, 0, 0, 0, 0];
	return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...bytes.subarray(2)]);
}

const files: Record<string, Uint8Array> = {};
for (const [name, colour] of [
	['red', [200, 10, 10]],
	['blue', [10, 10, 200]]
] as const) {
	for (let i = 0; i < 4; i++) {
		files[`colours/${name}/${i}.png`] = png(40 + i, 50, (x) => [colour[0], x, colour[2]]);
		files[`colours/${name}/${i}.jpg`] = jpeg(48, 40 + i, () => colour);
	}
}
for (const [path, bytes] of Object.entries(files)) write(path, bytes);
write('colours/red/broken.png', Uint8Array.of(1, 2, 3));
write('colours/notes.txt', 'beside the images');
writeFileSync(join(scratch, 'colours.zip'), zipSync(files));

describe('lab data', () => {
	it('reads class folders and zips of PNG and JPEG, and names what it skipped', async () => {
		const folder = await lab('data', '--source', join(scratch, 'colours'), '--json');
		expect(folder.err).toBe('Skipped 1 file:\n  red/broken.png: no PNG or JPEG image\n');
		expect(folder.exitCode).toBe(0);
		const described = JSON.parse(folder.out) as { classes: string[]; train: number; test: number };
		expect(described).toMatchObject({ classes: ['blue', 'red'], train: 14, test: 2 });
		expect(await labJson('data', '--source', join(scratch, 'colours.zip'))).toEqual(described);
		const other = await labJson('data', '--source', join(scratch, 'colours.zip'), '--side', 16);
		expect(other).toMatchObject({ train: 14, test: 2 });
		expect(other).not.toEqual(described);
		expect(await labJson('data', '--source', join(scratch, 'colours.zip'), '--seed', 1)).not.toEqual(
			described
		);
		expect(await labJson('data', '--source', join(scratch, 'colours.zip'), '--train', 3)).toMatchObject({
			train: 3
		});
	});

	it('reads CIFAR for Python from its folder', async () => {
		const pickles = new URL('../../fixtures/pickles/', import.meta.url).pathname;
		expect(await labJson('data', '--source', join(pickles, 'python2'))).toMatchObject({ train: 3, test: 2 });
		const hundred = (await labJson('data', '--source', join(pickles, 'cifar100'))) as { classes: string[] };
		expect(hundred.classes).toHaveLength(100);
		cpSync(join(pickles, 'python2'), join(scratch, 'around', 'cifar-10-batches-py'), { recursive: true });
		expect(await labJson('data', '--source', join(scratch, 'around'))).toMatchObject({ train: 3, test: 2 });
	});

	it('reads the split of folders that are called as the files of CIFAR-100 for Python', async () => {
		for (const [path, bytes] of Object.entries(files)) {
			for (const split of ['train', 'test']) write(path.replace('colours', `split/${split}`), bytes);
		}
		symlinkSync(join(scratch, 'nowhere'), join(scratch, 'split', 'meta'));
		const split = await labJson('data', '--source', join(scratch, 'split'));
		expect(split).toMatchObject({ classes: ['blue', 'red'], train: 16, test: 16 });
	});

	it('makes noisy procedural data', async () => {
		const small = ['data', '--train', 30, '--test', 20];
		const plain = await labJson(...small);
		expect(await labJson(...small, '--noise', 0)).toEqual(plain);
		expect(await labJson(...small, '--noise', 0.3)).not.toEqual(plain);
		expect(await labJson(...small, '--label-noise', 0.9)).not.toEqual(plain);
	});
});

describe('lab forward', () => {
	it('takes images from files: the middle square, from level v to (v − 128) / 128', async () => {
		const level = (x: number, y: number): Colour => [
			(37 * x + 11 * y) % 256,
			(91 * y) % 256,
			(5 * x * y) % 256
		];
		// Two columns on each side are beyond the square.
		write(
			'wide.png',
			png(20, 16, (x, y) => (x < 2 || x > 17 ? [255, 0, 255] : level(x - 2, y)))
		);
		write(
			'grey.png',
			png(50, 60, () => [128, 128, 128])
		);
		const graph = buildGraph(findVariant('v2-pico')!);
		const images = new Float32Array(2 * 16 * 16 * 3);
		for (let y = 0, at = 0; y < 16; y++) {
			for (let x = 0; x < 16; x++) for (const value of level(x, y)) images[at++] = (value - 128) / 128;
		}
		const engine = await openEngine('wasm', { kernels: nodeKernels, threads: 1 });
		const executor = await engine.createExecutor(plainOptions(graph));
		executor.writeParameters(formulaParameters(graph, 3));
		const step = await executor.compileEvaluation({ imageSize: 16, batch: 2 }, 'parameters');
		const expected = [...(await step.run(images))];
		engine.close();

		const paths = ['wide.png', 'grey.png'].map((name) => join(scratch, name));
		const network = ['--model', 'v2-pico', '--size', 16, '--weights', 'formula:3', '--engine', 'wasm'];
		const result = (await labJson('forward', ...network, '--threads', 1, '--input', ...paths)) as {
			batch: number;
			logits: number[][];
		};
		expect(result.batch).toBe(2);
		expect(result.logits.flat()).toEqual(expected);
	});
});

describe('lab train', () => {
	it('trains on class folders, and keeps with the run what they are', async () => {
		const out = join(scratch, 'run');
		const sizes = ['--sizes', 8, '--epochs', 1, '--batch', 4, '--engine', 'tfjs-cpu', '--model', 'v2-pico'];
		const source = join(scratch, 'colours.zip');
		const result = await labJson('train', '--data', source, '--side', 16, ...sizes, '--out', out);
		expect(result).toMatchObject({ steps: 3 });
		const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { data: unknown };
		expect(run.data).toEqual({ kind: 'folders', train: null, test: null, side: 16, seed: 0, folder: source });
		const left = await labJson(
			'train',
			'--resume',
			out,
			'--data',
			join(scratch, 'colours.zip'),
			'--engine',
			'tfjs-cpu'
		);
		expect(left).toMatchObject({ accuracy: (result as { accuracy: number }).accuracy });
	});
});

describe('images are decoded', () => {
	const corner = (x: number, y: number): Colour => (x < 8 && y < 8 ? [255, 255, 255] : [0, 0, 0]);
	const bright = async (bytes: Uint8Array) => {
		const { width, height, data } = await decodeImage(bytes);
		const at = (x: number, y: number) => data[4 * (y * width + x)]! > 128;
		const corners = {
			nw: at(2, 2),
			ne: at(width - 3, 2),
			sw: at(2, height - 3),
			se: at(width - 3, height - 3)
		};
		const lit = Object.entries(corners).filter(([, on]) => on);
		return `${width}×${height} ${lit.map(([name]) => name).join()}`;
	};

	// Where the camera's upper left corner is to be seen (CIPA DC-008, 4.6.5).
	it.each([
		[1, '24×16 nw'],
		[2, '24×16 ne'],
		[3, '24×16 se'],
		[4, '24×16 sw'],
		[5, '16×24 nw'],
		[6, '16×24 ne'],
		[7, '16×24 se'],
		[8, '16×24 sw']
	])('JPEG held as %i', async (orientation, seen) => {
		for (const little of [true, false])
			expect(await bright(held(jpeg(24, 16, corner), orientation, little))).toBe(seen);
	});

	it('PNG pixel by pixel', async () => {
		const { width, height, data } = await decodeImage(png(5, 3, (x, y) => [x, y, 7]));
		expect([width, height]).toEqual([5, 3]);
		expect([...data.subarray(4 * 11)]).toEqual([1, 2, 7, 255, 2, 2, 7, 255, 3, 2, 7, 255, 4, 2, 7, 255]);
	});

	it('or refused: another format, a cut one, one with a billion pixels', async () => {
		const good = png(5, 3, () => [1, 2, 3]);
		const huge = good.slice();
		huge.set([0, 0, 0x80, 0, 0, 0, 0x80, 0], 16);
		for (const bytes of [
			Uint8Array.of(71, 73, 70),
			good.subarray(0, 40),
			good.subarray(0, 10),
			huge,
			jpeg(9, 9, corner).subarray(0, 200)
		]) {
			await expect(decodeImage(bytes)).rejects.toThrow();
		}
	});
});
