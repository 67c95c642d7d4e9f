/** Activations in float16: same answers as float32, by WGSL's own type (`shader-f16`) and, on every device, two in a u32. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Executor } from '$lib/engine/executor';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { Kernel } from '$lib/engine/plan/kernel';
import type { ActivationStorage } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { createTfjsExecutor } from '$lib/engine/tfjs/executor';
import { Context } from '$lib/engine/webgpu/context';
import { WebgpuExecutor } from '$lib/engine/webgpu/executor';
import { featuresOf } from '$lib/engine/webgpu/features';
import { Pipelines } from '$lib/engine/webgpu/pipelines';
import { tileFor } from '$lib/engine/webgpu/tile';
import { buildGraph } from '$lib/model/build';
import { formulaParameters } from '$lib/model/formula';
import { findVariant } from '$lib/model/variants';
import { CounterStream } from '$lib/random/stream';
import { formulaBatch, graphOf, plainOptions, plainScalars, type NetworkCase } from '../suites/formulaRun';
import { runKernel } from './runKernel';

const MINUTES_MS = 180_000;
/** Half the distance of neighbouring float16 numbers, of the smaller one. */
const ROUNDING = 2 ** -11;

let dawn: Dawn;
let context: Context;
beforeAll(async () => {
	dawn = await openDawn();
	context = await Context.open(dawn);
});
afterAll(() => {
	context.close();
	dawn.close();
});

/** A float16 number that is no smaller than 2⁻¹⁴, or 0, as its bits. */
function bitsOf(value: number): number {
	const [bits = 0] = new Uint32Array(Float32Array.of(value).buffer);
	if (value === 0) return (bits >>> 16) & 0x8000;
	return ((bits >>> 16) & 0x8000) | (((bits >>> 13) - (112 << 10)) & 0x7fff);
}

function valueOf(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >>> 10) & 31;
	const fraction = bits & 1023;
	return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** [rows, channels] as float16, rows filled up to whole quads with zeros. */
function packed(values: Float32Array, channels: number): Float32Array {
	const stride = 4 * Math.ceil(channels / 4);
	const halves = new Uint16Array((values.length / channels) * stride);
	values.forEach((value, i) => (halves[Math.floor(i / channels) * stride + (i % channels)] = bitsOf(value)));
	return new Float32Array(halves.buffer);
}

function unpacked(
	words: Float32Array<ArrayBuffer>,
	channels: number
): { values: number[]; filling: number[] } {
	const stride = 4 * Math.ceil(channels / 4);
	const all = [...new Uint16Array(words.buffer)].map(valueOf);
	return {
		values: all.filter((_, i) => i % stride < channels),
		filling: all.filter((_, i) => i % stride >= channels)
	};
}

interface Case {
	readonly kernel: Kernel;
	/** Channels of each operand that is float16. */
	readonly half: Readonly<Record<string, number>>;
}

const window = { batch: 2, inSide: 5, outSide: 5, kernel: 3, stride: 1, pad: 1 } as const;
const plain = { bias: false, silu: false, addend: false };
const image = { batch: 3, pixels: 9 };

function casesOf(channels: number, other: number): Case[] {
	const rows = { rows: 36, channels };
	const norm = { ...rows, batch: 4, silu: true, affineStride: channels + 3, masked: true } as const;
	return [
		{
			kernel: { kind: 'conv', ...window, ...plain, in: channels, out: other },
			half: { x: channels, y: other }
		},
		{
			kernel: { kind: 'conv', ...window, ...plain, kernel: 1, pad: 0, in: channels, out: other },
			half: { x: channels, y: other }
		},
		{
			kernel: { kind: 'convFilterGradient', ...window, in: channels, out: other, splits: 2 },
			half: { x: channels }
		},
		{ kernel: { kind: 'depthwise', ...window, ...plain, channels }, half: { x: channels, y: channels } },
		{ kernel: { kind: 'depthwiseFilterGradient', ...window, channels, splits: 2 }, half: { x: channels } },
		{ kernel: { kind: 'moments', ...rows, slices: 3 }, half: { x: channels } },
		{
			kernel: { kind: 'normalise', ...norm, skip: true },
			half: { x: channels, y: channels, skip: channels }
		},
		{ kernel: { kind: 'normaliseSums', ...norm, slices: 3 }, half: { x: channels } },
		{ kernel: { kind: 'normaliseGradient', ...norm }, half: { x: channels } },
		{ kernel: { kind: 'spatialMean', ...image, channels }, half: { x: channels } },
		{ kernel: { kind: 'scale', ...image, channels }, half: { x: channels, y: channels } },
		{ kernel: { kind: 'gateSums', ...image, channels }, half: { x: channels } }
	];
}

const sizes = [
	[8, 16],
	[12, 20],
	[7, 5],
	[3, 18]
] as const;
const cases = sizes.flatMap(([channels, other]) => casesOf(channels, other));

describe.each(cases)('$kernel.kind of $half', ({ kernel, half }) => {
	/** Numbers that float16 has exactly, so that both storages hold the same. */
	const draws = (name: string, length: number) => {
		const stream = new CounterStream(7, name);
		return Float32Array.from({ length }, (_, i) => Math.round(4096 * (stream.uniform(i) - 0.5)) / 1024);
	};

	test('computes what it computes in float32, and rounds what it stores', async () => {
		const tile = tileFor(kernel, context.target);
		const full = await runKernel(context, await context.pipelines.get(kernel, tile), ({ name, elements }) =>
			draws(name, elements)
		);
		const own = featuresOf(dawn.device, true);
		for (const native of own.half ? [false, true] : [false]) {
			const pipelines = new Pipelines(dawn.device, { ...own, half: native });
			const compiled = await pipelines.get({ ...kernel, half: Object.keys(half) } as Kernel, tile);
			const rowsOf = (name: string, elements: number, channels: number) =>
				packed(draws(name, (elements / (2 * Math.ceil(channels / 4))) * channels), channels);
			const found = await runKernel(context, compiled, ({ name, elements }) => {
				const channels = half[name];
				return channels === undefined ? draws(name, elements) : rowsOf(name, elements, channels);
			});
			for (const [name, expected] of Object.entries(full)) {
				const words = found[name];
				if (words === undefined) throw new RangeError(`${name} was not written.`);
				const channels = half[name];
				if (channels === undefined) {
					expect(words).toEqual(expected);
					continue;
				}
				const { values, filling } = unpacked(words, channels);
				expect(values.length).toBe(expected.length);
				expect(filling.every((value) => value === 0)).toBe(true);
				values.forEach((value, i) => {
					const exact = expected[i] ?? NaN;
					// Below 2⁻¹⁴ neighbours are 2⁻²⁴ apart; WGSL may round to either neighbour.
					const most = Math.max(2 * ROUNDING * Math.abs(exact), 2 ** -24);
					expect(Math.abs(value - exact)).toBeLessThanOrEqual(most);
				});
			}
		}
	});
});

describe('a network with activations in float16', () => {
	const network: NetworkCase = {
		variant: 'v2-pico',
		imageSize: 16,
		batch: 8,
		padding: 'same',
		bnEpsilon: 1e-3,
		classes: 10,
		seed: 0
	};
	const graph = graphOf(network);
	const shape = { imageSize: network.imageSize, batch: network.batch };

	async function inBoth<Result>(work: (executor: Executor) => Promise<Result>): Promise<[Result, Result]> {
		const results: Result[] = [];
		for (const activations of ['float32', 'float16'] satisfies ActivationStorage[]) {
			const executor = new WebgpuExecutor(context, { ...plainOptions(graph), activations });
			executor.writeParameters(formulaParameters(graph, network.seed));
			results.push(await work(executor));
			executor.dispose();
		}
		const [full, half] = results;
		return [full!, half!];
	}

	test(
		'has the gradients of float32 within a hundredth',
		async () => {
			const [full, half] = await inBoth(async (executor) => {
				const step = await executor.compileGradient(shape);
				const gradients = await step.run(formulaBatch(network, 0), 0.1);
				step.dispose();
				return gradients;
			});
			expect(Math.abs(half.loss - full.loss)).toBeLessThan(2e-3 * full.loss);
			// Something was rounded indeed.
			expect(half.logits).not.toEqual(full.logits);
			const norm = (values: Iterable<number>) => Math.hypot(...values);
			let [error, whole] = [0, 0];
			for (const [name, expected] of full.parameters) {
				const found = half.parameters.get(name) ?? new Float32Array();
				error += norm(expected.map((value, i) => value - (found[i] ?? NaN))) ** 2;
				whole += norm(expected) ** 2;
			}
			expect(Math.sqrt(error / whole)).toBeLessThan(0.01);
		},
		MINUTES_MS
	);

	test(
		'goes the way of float32 for twenty steps, in less memory',
		async () => {
			const [full, half] = await inBoth(async (executor) => {
				const step = await executor.compileTraining(shape);
				const losses: number[] = [];
				for (let index = 0; index < 20; index++) {
					step.run(formulaBatch(network, index), { ...plainScalars, step: index });
					losses.push(...(await step.metrics()).map(({ loss }) => loss));
				}
				const bytes = step.statistics?.bufferBytes ?? NaN;
				step.dispose();
				return { losses, bytes };
			});
			half.losses.forEach((loss, i) => {
				const expected = full.losses[i] ?? NaN;
				expect(Math.abs(loss - expected)).toBeLessThan(0.02 * expected);
			});
			expect(half.bytes).toBeLessThan(0.85 * full.bytes);
		},
		MINUTES_MS
	);
});

test('TensorFlow.js says that it has no such storage', async () => {
	const options = {
		...plainOptions(
			graphOf({
				variant: 'v2-pico',
				imageSize: 16,
				batch: 1,
				padding: 'same',
				bnEpsilon: 1e-3,
				classes: 10,
				seed: 0
			})
		),
		activations: 'float16'
	} as const;
	await expect(createTfjsExecutor({} as never, options)).rejects.toThrow(
		'TensorFlow.js keeps activations in float32'
	);
});

test(
	'the texts for `shader-f16` are valid for all kernels of whole networks',
	async () => {
		const none = await openDawn({ adapter: 'null' });
		expect(none.device.features.has('shader-f16')).toBe(true);
		const pipelines = new Pipelines(none.device, featuresOf(none.device, false));
		for (const name of ['v2-nano', 'efficientnetv2-s']) {
			const graph = buildGraph(findVariant(name)!);
			const update = {
				optimizer: { kind: 'sgd', momentum: 0.9 },
				ema: false,
				mostElements: 2 ** 25
			} as const;
			const options = { parallelism: 16_384, update, activations: 'float16' } as const;
			const plan = trainingPlan(graph, layoutsOf(graph), { imageSize: 32, batch: 2 }, options);
			expect(plan.calls.filter(({ kernel }) => 'half' in kernel).length).toBeGreaterThan(100);
			for (const { kernel } of plan.calls) {
				for (const software of [true, false]) {
					await pipelines.get(kernel, tileFor(kernel, { software, quads: true }));
				}
			}
		}
		none.close();
	},
	MINUTES_MS
);
