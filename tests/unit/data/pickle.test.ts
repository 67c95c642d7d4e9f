import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { unpickle } from '$lib/data/pickle/unpickle';
import { asText, ByteArray, PickleError, type PickleValue } from '$lib/data/pickle/values';

const fixture = (name: string) => readFile(`tests/fixtures/pickles/${name}`);

/** Byte j of image i, as tests/make/cifarPickles.py makes it. */
const pixel = (i: number, j: number) => (7 * i + 13 * j + Math.floor((j * j) / 32)) % 256;

function fields(value: PickleValue): Map<string, PickleValue> {
	if (value instanceof Map) return value;
	throw new Error('no dictionary');
}

function dataOf(value: PickleValue): ByteArray {
	const data = fields(value).get('data');
	if (data instanceof ByteArray) return data;
	throw new Error('no array');
}

/** Operations as letters, in Latin-1. */
const program = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('pickles of CIFAR', () => {
	it.each(['python2/data_batch_1', 'protocol2', 'protocol4', 'protocol5'])('%s', async (name) => {
		const value = unpickle(await fixture(name));
		expect(fields(value).get('labels')).toEqual([3, 9, 0]);
		expect((fields(value).get('filenames') as PickleValue[]).map(asText)).toEqual([
			'image_0.png',
			'image_1.png',
			'image_2.png'
		]);
		expect(asText(fields(value).get('batch_label'))).toBe('batch 1 of 5');
		const { shape, columnMajor, bytes } = dataOf(value);
		expect([shape, columnMajor]).toEqual([[3, 3072], false]);
		expect([...bytes]).toEqual(Array.from({ length: 9216 }, (_, k) => pixel(Math.floor(k / 3072), k % 3072)));
	});

	it.each(['python2-fortran', 'protocol5-fortran'])('%s keeps its order', async (name) => {
		const { columnMajor, bytes } = dataOf(unpickle(await fixture(name)));
		expect(columnMajor).toBe(true);
		expect([...bytes.subarray(0, 6)]).toEqual([0, 1].flatMap((j) => [0, 1, 2].map((i) => pixel(i, j))));
	});

	it('hold numbers of every length', () => {
		const numbers = 'K\xffM\x01\x02J\xfe\xff\xff\xff\x8a\x02\x00\xff\x8a\x00\x8a\x05\x00\x00\x00\x00\x01';
		expect(unpickle(program(`\x80\x02(${numbers}t.`))).toEqual([255, 513, -2, -256, 0, 2 ** 32]);
	});
});

describe('what is no such pickle is refused', () => {
	it.each<[string, string, RegExp]>([
		['a call of the system', '\x80\x02cos\nsystem\nU\x04echoq\x00\x85R.', /asks for os\.system/],
		[
			'the same in protocol 4',
			'\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.',
			/asks for os\.system/
		],
		['a builtin', '\x80\x02c__builtin__\neval\nU\x011\x85R.', /asks for __builtin__\.eval/],
		[
			'an array of another class',
			'\x80\x02cnumpy.core.multiarray\n_reconstruct\nU\x01xK\x00\x85U\x01b\x87R.',
			/something/
		],
		['an instance', '\x80\x02cnumpy\nndarray\n)\x81.', /operation 0x81/],
		['text of protocol 0', "S'x'\n.", /operation 0x53/],
		['a persistent id', '\x80\x02U\x01aQ.', /operation 0x51/],
		['an extension', '\x80\x02\x82\x01.', /operation 0x82/],
		['a call of a list', '\x80\x02])R.', /can be called/],
		['state for a list', '\x80\x02]Nb.', /can be called/],
		[
			'bytes in another code',
			'\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x05\x00\x00\x00utf-8\x86R.',
			/bytes that are none/
		],
		['nothing', '', /too early/],
		['a cut text', '\x80\x02U\x09abc', /too early/],
		['a line without end', '\x80\x02cos', /too early/],
		['no end', '\x80\x02N', /too early/],
		['an empty stack', '\x80\x02.', /do not fit/],
		['an unknown memory', '\x80\x02h\x07.', /do not fit/],
		['a mark that is missing', '\x80\x02Nt.', /do not fit/],
		['a key without value', '\x80\x02}(Nu.', /do not fit/],
		['a key that is a number', '\x80\x02}K\x01Ns.', /no text/],
		['a huge number', `\x80\x02\x8a\xff${'\x01'.repeat(255)}.`, /more than eight bytes/],
		['bytes past the end', '\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff.', /too early/]
	])('%s', (_, text, reason) => {
		expect(() => unpickle(program(text))).toThrow(PickleError);
		expect(() => unpickle(program(text))).toThrow(reason);
	});

	it('an array of anything but bytes', async () => {
		const wide = await fixture('wide');
		expect(() => unpickle(wide)).toThrow('it holds an array of i8 where bytes belong');
	});
});
