import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Gradients } from '$lib/engine/executor';
import type { Kernel } from '$lib/engine/plan/kernel';
import { SCALAR, scalarCount } from '$lib/engine/plan/scalars';
import { Context } from '$lib/engine/webgpu/context';
import { featuresOf } from '$lib/engine/webgpu/features';
import { WebgpuExecutor } from '$lib/engine/webgpu/executor';
import { Pipelines } from '$lib/engine/webgpu/pipelines';
import { plainTile } from '$lib/engine/webgpu/tile';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { CounterStream } from '$lib/random/stream';
import { oneHot, plainOptions } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';
import { runKernel } from './runKernel';

/** Of the largest term, or of the result where all terms are positive. */
const TOLERANCE = 1e-6;

let dawn: Dawn;
let context: Context;
/** With and without subgroups, where the device has them; as for a GPU and as for a software adapter. */
let ways: readonly Pipelines[];
beforeAll(async () => {
	dawn = await openDawn();
	context = await Context.open(dawn);
	const own = featuresOf(dawn.device, false).subgroups ? [true, false] : [false];
	ways = own.flatMap((subgroups) =>
		[true, false].map((software) => new Pipelines(dawn.device, { subgroups, software, half: false }))
	);
});
afterAll(() => {
	context.close();
	dawn.close();
});

type Arrays = Readonly<Record<string, Float32Array>>;

/** What the kernel writes into operands of the given lengths. */
async function run(pipelines: Pipelines, kernel: Kernel, read: Arrays, lengths: Record<string, number>) {
	const compiled = await pipelines.get(kernel, plainTile);
	const written = await runKernel(
		context,
		compiled,
		({ name }) => read[name] ?? new Float32Array(lengths[name] ?? NaN)
	);
	context.check();
	return (name: string, index: number) => written[name]?.[index] ?? NaN;
}

/** Runs every way twice: the same bits both times, and for every way what `check` wants. */
async function everyWay(
	kernel: Kernel,
	read: Arrays,
	lengths: Record<string, number>,
	check: (value: (name: string, index: number) => number) => void
): Promise<void> {
	for (const pipelines of ways) {
		const [value, again] = [
			await run(pipelines, kernel, read, lengths),
			await run(pipelines, kernel, read, lengths)
		];
		for (const [name, length] of Object.entries(lengths)) {
			for (let i = 0; i < length; i++) expect(again(name, i)).toBe(value(name, i));
		}
		check(value);
	}
}

/** Uniform from `least` to `most`. */
function draws(name: string, length: number, least: number, most: number): Float32Array {
	const stream = new CounterStream(1, name);
	return Float32Array.from({ length }, (_, i) => least + (most - least) * stream.uniform(i));
}

const close = (ours: number, theirs: number, scale = Math.abs(theirs)) =>
	expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(TOLERANCE * scale);

/** Channels with and without a tail of the quad; slices fewer and more than lanes, short ones and empty ones. */
const shapes: readonly (readonly [channels: number, slices: number, rows: number])[] = [
	[1, 1, 5],
	[3, 2, 9],
	[4, 7, 10],
	[7, 5, 23],
	[10, 31, 311],
	[33, 64, 1000],
	[24, 700, 2800]
];

describe.each(shapes)('%i channels in %i slices of %i rows', (channels, slices, rows) => {
	const length = Math.ceil(rows / slices);
	const rowsOf = (s: number) => Math.min((s + 1) * length, rows) - Math.min(s * length, rows);
	const all = Array.from({ length: slices }, (_, s) => s);

	test('joined moments are those of float64', async () => {
		const partial = new Float32Array(2 * slices * channels);
		const means = draws('means', slices * channels, 2, 4);
		const squares = draws('squares', slices * channels, 0.5, 2);
		for (const s of all) {
			for (let c = 0; c < channels; c++) {
				partial[2 * s * channels + c] = means[s * channels + c] ?? NaN;
				const count = rowsOf(s);
				partial[(2 * s + 1) * channels + c] = count > 0 ? (squares[s * channels + c] ?? NaN) * count : 0;
			}
		}
		const stride = channels + 5;
		const epsilon = 1e-3;
		const kernel = {
			kind: 'joinMoments',
			rows,
			channels,
			slices,
			epsilon,
			statisticsStride: stride
		} as const;
		const lengths = { moments: 2 * channels, batchStatistics: stride + channels };
		await everyWay(kernel, { partial }, lengths, (value) => {
			for (let c = 0; c < channels; c++) {
				const at = (s: number, second: 0 | 1) => partial[(2 * s + second) * channels + c] ?? NaN;
				const mean = all.reduce((sum, s) => sum + rowsOf(s) * at(s, 0), 0) / rows;
				const square = all.reduce((sum, s) => sum + at(s, 1) + rowsOf(s) * (at(s, 0) - mean) ** 2, 0);
				close(value('moments', c), mean);
				close(value('moments', channels + c), 1 / Math.sqrt(square / rows + epsilon));
				close(value('batchStatistics', c), mean);
				close(value('batchStatistics', stride + c), square / Math.max(rows - 1, 1));
			}
		});
	});

	test('joined sums are those of float64', async () => {
		const partial = draws('sums', 2 * slices * channels, -1, 1);
		const stride = channels + 3;
		const kernel = { kind: 'joinSums', channels, slices, affineStride: stride } as const;
		await everyWay(kernel, { partial }, { affineGradient: stride + channels }, (value) => {
			for (let c = 0; c < channels; c++) {
				for (const [second, place] of [
					[0, stride + c],
					[1, c]
				] as const) {
					const terms = all.map((s) => partial[(2 * s + second) * channels + c] ?? NaN);
					const sum = terms.reduce((a, b) => a + b, 0);
					close(
						value('affineGradient', place),
						sum,
						terms.reduce((a, b) => a + Math.abs(b), 0)
					);
				}
			}
		});
	});
});

test.each([
	[1, 1],
	[5, 3],
	[256, 8],
	[1000, 130]
])("the step's row of %i slices and %i images is that of float64", async (slices, batch) => {
	const partial = draws('partial', slices, 0, 1);
	const rows = draws('rows', 2 * batch, 0, 3).map((each, i) => (i % 2 === 0 ? each : Number(each > 1.5)));
	const scalars = new Float32Array(scalarCount(0));
	scalars[SCALAR.clipNorm] = 0.25;
	await everyWay({ kind: 'finish', slices, batch }, { partial, rows, scalars }, { row: 4 }, (value) => {
		const sum = (which: number) => rows.reduce((total, each, i) => total + (i % 2 === which ? each : 0), 0);
		const norm = Math.sqrt(partial.reduce((total, each) => total + each, 0));
		close(value('row', 0), sum(0) / batch);
		expect(value('row', 1)).toBe(sum(1));
		close(value('row', 2), norm);
		close(value('row', 3), norm > 0.25 ? 0.25 / norm : 1);
	});
});

/** Gradients of a small network with every op, on a device. */
async function gradientsOn(each: Context): Promise<Gradients> {
	const graph = buildGraph(tiny);
	const shape = { imageSize: 8, batch: 3 };
	const executor = new WebgpuExecutor(each, plainOptions(graph));
	executor.writeParameters(formulaParameters(graph, 1));
	const step = await executor.compileGradient(shape);
	const images = formulaImages('input', 1, shape.batch, shape.imageSize);
	const labels = formulaLabels('labels', 1, shape.batch, tiny.classes);
	const gradients = await step.run({ images, targets: oneHot(labels, tiny.classes) }, 0);
	executor.dispose();
	return gradients;
}

test('a device without subgroups takes the other text, and its gradients are the same within 1e-5', async () => {
	const adapter = await navigator.gpu.requestAdapter();
	if (adapter === null) throw new Error('no adapter');
	const plain = await Context.open({ device: await adapter.requestDevice(), info: adapter.info });
	expect(featuresOf(plain.device, true)).toEqual({ subgroups: false, half: false, software: true });
	const [by, without] = [await gradientsOn(context), await gradientsOn(plain)];
	expect(Math.abs(by.loss - without.loss)).toBeLessThan(1e-5 * without.loss);
	const norm = Math.hypot(...[...without.parameters.values()].map((values) => Math.hypot(...values)));
	expect(norm).toBeGreaterThan(0.1);
	for (const [name, values] of without.parameters) {
		const errors = values.map((value, i) => value - (by.parameters.get(name)?.[i] ?? NaN));
		expect(Math.hypot(...errors), name).toBeLessThan(1e-5 * norm);
	}
	plain.device.destroy();
});

test('a device that refuses the question about quads shares nothing in them, and is well', async () => {
	const adapter = await navigator.gpu.requestAdapter();
	if (adapter === null) throw new Error('no adapter');
	const device = await adapter.requestDevice();
	// It claims to have what it was not asked for, so its compiler refuses the question.
	const boastful = new Proxy(device, {
		get(target, name) {
			if (name === 'features') return new Set(['subgroups']);
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
	const own = await Context.open({ device: boastful, info: adapter.info });
	expect(own.target.quads).toBe(false);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(own.failure()).toBeNull();
	own.close();
	device.destroy();
});
