import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lab, photosFolder } from './labRun';

const scratch = mkdtempSync(join(tmpdir(), 'lab-input-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
	const path = join(scratch, name);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, content);
	return path;
}

function photosWith(name: string, change: (bytes: Uint8Array) => Uint8Array): string {
	for (const each of ['data_batch_1.bin', 'test_batch.bin']) {
		file(`${name}/${each}`, readFileSync(join(photosFolder, each)));
	}
	file(`${name}/data_batch_1.bin`, change(readFileSync(join(photosFolder, 'data_batch_1.bin'))));
	return join(scratch, name);
}

const truncated = photosWith('truncated', (bytes) => bytes.subarray(0, 5000));
const mislabelled = photosWith('mislabelled', (bytes) => bytes.fill(99, 3073, 3074));
const oneClass = file('one/cat/1.png', 'no image');
const badPickle = file(
	'pickles/data_batch_1',
	Uint8Array.from('\x80\x02cos\nsystem\n.', (c) => c.charCodeAt(0))
);
file('pickles/test_batch', '');
const badZip = file('bad.zip', 'PK\x03\x04 and no more than these few letters');
mkdirSync(join(scratch, 'empty'));
const noJson = file('no.json', '{"version":1');
const shortJson = file('short.json', '{"version":1}');
const noWeights = file('weights.safetensors', 'abc');
const plainFile = file('file', '');
const nobody = join(scratch, 'nobody');
const checkpoint = new URL('../../fixtures/checkpoints/timm.safetensors', import.meta.url).pathname;

describe('bad input ends with status 2 and one sentence', () => {
	const cases: [string, string][] = [
		['', 'Say what to do'],
		['foo', "Unknown command 'foo'"],
		['forward --mode v2-pico', "Unknown option '--mode' (Did you mean --model?)"],
		['forward extra', "Too many arguments for 'forward'"],
		['forward --model v3', 'There is no model "v3"'],
		['forward --size 4', '--size takes a whole number from 8 to 1024 (pixels), not "4"'],
		['forward --size', "Option '--size <px>' argument missing"],
		['forward --batch 2.5', '--batch takes a whole number from 1 to 1024'],
		['forward --engine webgl', '"webgl" is none of them'],
		['forward --weights formula:x', '--weights takes a seed from 0 to 4294967295 after "formula:", not "x"'],
		['forward --input init:1', '--input takes formula:SEED or a file, not "init:1"'],
		['forward --input cat.png', 'cat.png cannot be read: it does not exist'],
		[`forward --input ${noWeights}`, 'weights.safetensors cannot be read: it is no PNG or JPEG image'],
		[`forward --input formula:1 ${plainFile}`, 'one formula:SEED or some files, not both'],
		['trajectory --input cat.png', '--input takes formula:SEED here'],
		[`forward --weights ${nobody}`, 'it does not exist'],
		[`forward --weights ${noWeights}`, 'not a sound safetensors file'],
		[`forward --weights ${checkpoint}`, 'in the checkpoint, but'],
		['gradient --label-smoothing 1', '--label-smoothing takes a number from 0 to 0.95'],
		['trajectory --optimizer adam', '"adam" is none of them'],
		['trajectory --optimizer adamw --momentum 0.5', '--momentum does not apply to adamw'],
		['train --epochs -1', '--epochs takes a number above 0'],
		['train --sizes 16,x', '--sizes takes a whole number from 8 to 512 (pixels), not "x"'],
		['train --sizes 16,24 --dropout 0.1,0.2,0.3', 'The run has 3 stages, but --sizes has 2 values'],
		['train --randaugment 31', '--randaugment takes a number from 0 to 30, not "31"'],
		['train --mixup 0,-1', '--mixup takes a number from 0 to 10, not "-1"'],
		['train --order backwards', '"backwards" is none of them'],
		['train --preset paper --sizes 16,24', 'give --sizes the size of the last one alone'],
		['train --data procedural:x', 'The procedural data takes a seed'],
		[`train --data ${nobody}`, 'it does not exist'],
		[`train --data ${join(scratch, 'empty')}`, 'holds no images: neither CIFAR files, nor'],
		[`data --source ${join(scratch, 'one')}`, 'has one class only (cat)'],
		[`data --source ${oneClass}`, '1.png is neither a CIFAR archive'],
		[`data --source ${join(scratch, 'pickles')}`, 'asks for os.system, which no CIFAR file needs'],
		[`data --source ${badPickle}`, 'The test images are missing beside data_batch_1'],
		[`data --source ${badZip}`, 'bad.zip cannot be unpacked'],
		['data --noise 2', '--noise takes a number from 0 to 1, not "2"'],
		[`data --source ${photosFolder} --noise 0.5`, '--noise and --label-noise are for procedural data only'],
		['train --data procedural --side 64', '--side is for images in class folders only'],
		[`train --data ${truncated}`, 'data_batch_1.bin has 5,000 bytes'],
		[`train --data ${mislabelled}`, 'data_batch_1.bin has the label 99 in record 2'],
		[`train --data ${photosFolder} --limit-train 10`, 'fewer than one batch of 32'],
		[`train --data ${photosFolder} --out ${plainFile}`, 'it is a file'],
		[`data --train 1 --test 1 --out ${plainFile}/inside`, 'it is not a folder'],
		[`train --config ${noJson}`, 'is not JSON'],
		[`train --config ${shortJson}`, 'lacks "model"'],
		[`train --config ${nobody}`, 'it does not exist'],
		[`train --resume ${nobody}`, 'run.json cannot be read'],
		['train --data=', 'The images need a source'],
		[
			'train --resume somewhere --epochs 3',
			'--resume takes the run as it is in somewhere: leave out --epochs'
		],
		['bench --engine tfjs-cpu,webgl', '"webgl" is none of them'],
		['bench --peers tfjs,onnx', '--peers takes tfjs, jax-js, tfjs-cpu, jax-js-wasm; "onnx" is none of them'],
		['bench --adapter cpu', '--adapter takes auto, null; "cpu" is none of them'],
		['bench --batch 8,x', '--batch takes a whole number from 1 to 1024, not "x"'],
		['bench --repeats 0', '--repeats takes a whole number from 1 to 1024, not "0"'],
		['bench --threads 0', '--threads takes a whole number from 1 to 64, not "0"'],
		['bench --model v3', 'There is no model "v3"'],
		['profile --adapter null', 'The null adapter executes nothing'],
		['profile --model v2-pico --size 8 --engine tfjs-cpu', 'The engine tfjs-cpu does not time its kernels'],
		['profile --repeats 0', '--repeats takes a whole number from 1 to 1000, not "0"'],
		['profile --model v3', 'There is no model "v3"'],
		['data --train 0', '--train takes a whole number from 1'],
		[`data --source ${nobody}`, 'it does not exist']
	];

	it.each(cases)('lab %s', async (line, sentence) => {
		const { exitCode, out, err } = await lab(...line.split(' ').filter((word) => word !== ''));
		expect(err).toContain(sentence);
		expect(err).toMatch(/^\S.*\.\n$/);
		expect(out).toBe('');
		expect(exitCode).toBe(2);
	});
});

// Only Linux has a folder where nobody, root included, may make one.
const places = ['/proc'].filter((place) => existsSync(place));

it('a folder is refused at once where the system lets nobody make one', async () => {
	for (const place of places) {
		const { exitCode, err } = await lab('data', '--train', 1, '--test', 1, '--out', `${place}/some/where`);
		expect(err).toBe(`${place}/some/where cannot be written to: no folder can be made there.\n`);
		expect(exitCode).toBe(2);
	}
});

describe('help', () => {
	it.each(['variants', 'forward', 'gradient', 'trajectory', 'train', 'data', 'profile'])(
		'of %s lists its options',
		async (name) => {
			const { exitCode, out, err } = await lab(name, '--help');
			expect(out).toContain(`lab ${name} [options]`);
			expect(out).toContain('--json');
			expect(err).toBe('');
			expect(exitCode).toBe(0);
		}
	);

	it('gives units and defaults', async () => {
		const { out } = await lab('train', '--help');
		const text = out.replace(/\s+/g, ' ');
		expect(text).toContain('(default: 0.05 sgd, 0.01 rmsprop, 0.001 adamw)');
		expect(text).toContain('--crop-padding <px> grey border before the random crop (default: 2)');
		expect(text).toContain('--randaugment <list> magnitude, of each stage or of all (default: 0)');
		expect(text).toContain('--test-sizes <list> further image sides to judge at, at the end (default: none)');
	});
});
