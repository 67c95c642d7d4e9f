import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { parametersFromTensors, tensorsFromParameters } from '$lib/model/checkpoint';
import { CheckpointError } from '$lib/model/checkpointError';
import { formulaParameters } from '$lib/model/formula';
import type { ParameterMap } from '$lib/model/parameters';
import { readSafetensors, writeSafetensors } from '$lib/model/safetensors';
import type { NamedTensor } from '$lib/model/tensor';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import refused from '../fixtures/checkpoints/bad/expected.json';
import expected from '../fixtures/checkpoints/expected.json';

const folder = new URL('../fixtures/checkpoints/', import.meta.url);
const load = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));

const { architecture } = expected;
const network: Variant = {
	name: 'the reference network',
	family: 'small',
	stem: { kernel: 3, stride: 2, out: architecture.stem.out },
	stages: architecture.stages.map((stage) => ({
		op: stage.op === 'mbconv' ? 'mbconv' : 'fused_mbconv',
		kernel: 3,
		stride: stage.stride === 2 ? 2 : 1,
		expandRatio: stage.expand,
		in: stage.in,
		out: stage.out,
		layers: stage.layers,
		seRatio: stage.se_ratio
	})),
	headChannels: architecture.head.out,
	classes: architecture.head.classes,
	evalSize: expected.imageSize,
	dropout: 0.2,
	survivalProbability: 0.8
};
const graph = buildGraph(network);
const weights = formulaParameters(graph, expected.seed);

/** A file with this header and so many bytes of data. */
function fileOf(header: string, dataBytes = 0): Uint8Array {
	const text = new TextEncoder().encode(header);
	const bytes = new Uint8Array(8 + text.length + dataBytes);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
	bytes.set(text, 8);
	return bytes;
}

/** The error that reading throws; fails if there is none or it is no CheckpointError. */
function refusal(read: () => unknown): CheckpointError {
	try {
		read();
	} catch (error) {
		if (error instanceof CheckpointError) return error;
		throw error;
	}
	throw new Error('It was accepted.');
}

/** Largest difference, relative to the reference value; below float16's smallest normal number, to that number. */
function worst(found: ParameterMap, reference: ParameterMap): number {
	let largest = 0;
	for (const [name, values] of reference) {
		const other = found.get(name);
		values.forEach((value, i) => {
			largest = Math.max(
				largest,
				Math.abs((other?.[i] ?? NaN) - value) / Math.max(Math.abs(value), 2 ** -14)
			);
		});
	}
	return largest;
}

describe('files that PyTorch wrote', () => {
	it('float32: the formula weights, bit for bit', () => {
		const parameters = parametersFromTensors(graph, readSafetensors(load('timm.safetensors')).tensors);
		expect(parameters).toEqual(weights);
	});

	it.each([
		['timm-float16.safetensors', 2 ** -11],
		['timm-bfloat16.safetensors', 2 ** -8]
	])('%s: the same within half a unit of its last place', (file, tolerance) => {
		const parameters = parametersFromTensors(graph, readSafetensors(load(file)).tensors);
		const error = worst(parameters, weights);
		expect(error).toBeLessThanOrEqual(tolerance);
		expect(error).toBeGreaterThan(tolerance / 4);
	});
});

describe('files that must be refused', () => {
	const files = Object.entries(refused.files).filter(([file]) => file.endsWith('.safetensors'));

	it.each(files)('%s: %s', (file) => {
		const error = refusal(() => parametersFromTensors(graph, readSafetensors(load(`bad/${file}`)).tensors));
		expect(error.message).toMatch(/^[^\n]{20,}\.$/);
	});

	it.each([
		[
			'a name that occurs twice',
			'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}}',
			4,
			'"a" occurs'
		],
		[
			'a name written in two ways',
			'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "\\u0061" : {}}',
			4,
			'"a" occurs twice'
		],
		['bytes left over', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 6, 'last 2 bytes'],
		['a gap', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8, '4 bytes before "a"'],
		['no shape', '{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4, 'impossible shape'],
		['a fractional shape', '{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,2]}}', 2, 'impossible shape'],
		['three offsets', '{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,8]}}', 4, 'offsets'],
		['no number type', '{"a":{"shape":[],"data_offsets":[0,4]}}', 4, 'no number type'],
		['metadata that are numbers', '{"__metadata__":{"step":3}}', 0, '"step" is not a text'],
		['metadata that are a list', '{"__metadata__":["step"]}', 0, 'metadata'],
		['an entry that is a number', '{"a":3}', 0, '"a" is not a JSON object']
	])('%s', (_, header, dataBytes, sentence) => {
		const error = refusal(() => readSafetensors(fileOf(header, dataBytes)));
		expect(error.kind).toBe('malformed');
		expect(error.message).toContain(sentence);
	});

	it('names the unreadable number type', () => {
		const error = refusal(() => readSafetensors(load('bad/unknown-dtype.safetensors')));
		expect(error.kind).toBe('unsupported');
		expect(error.message).toContain('F7');
	});

	it('whatever bytes come: a file is read or refused, never worse', () => {
		const sound = load('bad/missing-tensors.safetensors');
		const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(damage, fc.nat(sound.length), (changes, length) => {
				const bytes = sound.slice();
				for (const [position, value] of changes) bytes[position] = value;
				for (const candidate of [bytes, bytes.subarray(0, length)]) {
					try {
						readSafetensors(candidate);
					} catch (error) {
						expect(error).toBeInstanceOf(CheckpointError);
					}
				}
			}),
			{ seed: 1, numRuns: 2000 }
		);
	});
});

describe('written files', () => {
	const metadata = new Map([
		['step', '12'],
		['7', 'digits stay where they were put'],
		['note', 'quotes " and lines \n']
	]);
	const tensors = tensorsFromParameters(graph, weights);

	it('read back with the same values, order and metadata', () => {
		const file = readSafetensors(writeSafetensors({ tensors, metadata }));
		expect(file.tensors).toEqual(tensors);
		expect([...file.metadata.keys()].sort()).toEqual([...metadata.keys()].sort());
		expect(file.metadata).toEqual(metadata);
		expect(parametersFromTensors(graph, file.tensors)).toEqual(weights);
	});

	it('depend on the content alone, with data aligned to eight bytes', () => {
		const bytes = writeSafetensors({ tensors, metadata });
		const copies = tensors.map((tensor) => ({ ...tensor, values: tensor.values.slice() }));
		expect(writeSafetensors({ tensors: copies, metadata: new Map(metadata) })).toEqual(bytes);
		expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
	});

	it('hold every float32, bit for bit', () => {
		const words = Uint32Array.of(0, 0x80000000, 1, 0x7f800000, 0xff800000, 0x7f7fffff, 0x3eaaaaab);
		const values = new Float32Array(words.buffer);
		const [read] = readSafetensors(
			writeSafetensors({ tensors: [{ name: 'a', shape: [7], values }], metadata: new Map() })
		).tensors;
		expect(new Uint32Array(read?.values.buffer ?? new ArrayBuffer(0))).toEqual(words);
	});

	it('hold scalars, empty tensors and names such as __proto__', () => {
		const odd: NamedTensor[] = [
			{ name: '__proto__', shape: [], values: Float32Array.of(5) },
			{ name: 'empty', shape: [3, 0], values: new Float32Array(0) },
			{ name: '7', shape: [2], values: Float32Array.of(1, 2) }
		];
		expect(readSafetensors(writeSafetensors({ tensors: odd, metadata: new Map() })).tensors).toEqual(odd);
	});

	it('refuse names used twice, reserved names and values that do not fill the shape', () => {
		const one: NamedTensor = { name: 'a', shape: [1], values: Float32Array.of(1) };
		const write = (...list: NamedTensor[]) => writeSafetensors({ tensors: list, metadata: new Map() });
		expect(() => write(one, one)).toThrow(RangeError);
		expect(() => write({ ...one, name: '__metadata__' })).toThrow(RangeError);
		expect(() => write({ ...one, shape: [2] })).toThrow(RangeError);
	});
});

describe('number formats', () => {
	it.each([
		[
			'F16',
			[0x3c00, 0xc000, 0x0001, 0x8000, 0x7bff, 0x7c00, 0xfc00],
			[1, -2, 2 ** -24, -0, 65504, Infinity, -Infinity]
		],
		['BF16', [0x3f80, 0xc000, 0x0001, 0x7f80], [1, -2, 2 ** -133, Infinity]]
	])('%s', (dtype, words, values) => {
		const header = { a: { dtype, shape: [words.length], data_offsets: [0, 2 * words.length] } };
		const bytes = fileOf(JSON.stringify(header), 2 * words.length);
		const view = new DataView(bytes.buffer);
		const start = bytes.length - 2 * words.length;
		words.forEach((word, i) => view.setUint16(start + 2 * i, word, true));
		expect([...(readSafetensors(bytes).tensors[0]?.values ?? [])]).toEqual(values);
	});

	it('F16 and BF16 keep what is not a number', () => {
		for (const [dtype, word] of [
			['F16', 0x7e00],
			['BF16', 0x7fc0]
		] as const) {
			const bytes = fileOf(JSON.stringify({ a: { dtype, shape: [1], data_offsets: [0, 2] } }), 2);
			new DataView(bytes.buffer).setUint16(bytes.length - 2, word, true);
			expect(readSafetensors(bytes).tensors[0]?.values[0]).toBeNaN();
		}
	});

	it('F64 and I64 are rounded to float32', () => {
		const header = {
			a: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
			b: { dtype: 'I64', shape: [], data_offsets: [8, 16] }
		};
		const bytes = fileOf(JSON.stringify(header), 16);
		const view = new DataView(bytes.buffer);
		view.setFloat64(bytes.length - 16, 0.1, true);
		view.setBigInt64(bytes.length - 8, -12345n, true);
		const read = readSafetensors(bytes).tensors.map(({ values }) => values[0]);
		expect(read).toEqual([Math.fround(0.1), -12345]);
	});
});

describe('checkpoints of a network', () => {
	const tensors = tensorsFromParameters(graph, weights);

	it("ignore PyTorch's counts of batches", () => {
		const count = { shape: [], values: Float32Array.of(9) };
		const counts = ['bn1.num_batches_tracked', 'num_batches_tracked'].map((name) => ({ name, ...count }));
		expect(parametersFromTensors(graph, [...counts, ...tensors])).toEqual(weights);
	});

	it('come in any order and leave in that of the graph', () => {
		expect([...parametersFromTensors(graph, tensors.toReversed()).keys()]).toEqual([...weights.keys()]);
	});

	it('are refused with the name of the tensor that is missing, unknown, double or of another shape', () => {
		const [stem, ...rest] = tensors;
		if (stem === undefined) throw new Error('no tensors');
		const cases: [NamedTensor[], string][] = [
			[rest, 'lacks "conv_stem.weight"'],
			[[...tensors, { ...stem, name: 'conv_stem.bias' }], '"conv_stem.bias"'],
			[[...tensors, stem], '"conv_stem.weight" twice'],
			[
				[{ ...stem, shape: [3, 8, 3, 3] }, ...rest],
				'"conv_stem.weight" is 3×8×3×3 in the checkpoint, but 8×3×3×3'
			]
		];
		for (const [list, sentence] of cases) {
			const error = refusal(() => parametersFromTensors(graph, list));
			expect(error.kind).toBe('mismatch');
			expect(error.message).toContain(sentence);
		}
	});

	it('are not made from maps that lack a tensor or have another length', () => {
		const lacking = new Map(weights);
		lacking.delete('bn2.bias');
		expect(refusal(() => tensorsFromParameters(graph, lacking)).message).toContain('"bn2.bias"');
		const short = new Map(weights).set('bn2.bias', new Float32Array(3));
		expect(refusal(() => tensorsFromParameters(graph, short)).message).toContain('"bn2.bias" has 3 values');
	});

	it('of one variant do not fit another', () => {
		const nano = findVariant('v2-nano');
		if (nano === undefined) throw new Error('v2-nano is gone');
		expect(refusal(() => parametersFromTensors(buildGraph(nano), tensors)).kind).toBe('mismatch');
	});
});
