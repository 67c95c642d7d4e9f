import { tensor, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { tfjsShape, toTfjs } from '$lib/engine/layouts';
import { forward } from '$lib/engine/tfjs/forward';
import { addingUp } from '$lib/labs/walk/addingUp';
import { paddingBefore, tapsOf, windowOf } from '$lib/labs/walk/layers';
import { emptyMaps, indexOf, largestOf, type Maps } from '$lib/labs/walk/maps';
import { windowLevels, windowSide, withinPhoto } from '$lib/labs/walk/patch';
import { photos } from '$lib/labs/walk/photos';
import type { ConvolutionStep, Step } from '$lib/labs/walk/steps';
import { walk, walkGraph, walkThrough, type BlockSettings } from '$lib/labs/walk/walk';
import { blockCosts } from '$lib/model/blockCost';
import { blockOps } from '$lib/model/blockPair';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { ParameterMap } from '$lib/model/parameters';
import { sizeOf } from '$lib/model/size';
import { CounterStream } from '$lib/random/stream';
import { makeCurrent, useEngine } from '../../suites/useEngine';

const use = useEngine('tfjs-cpu');

const cases = blockOps.flatMap((op) =>
	([1, 2] as const).flatMap((stride) =>
		[false, true].flatMap((squeeze) =>
			[2, 4].map((expandRatio) => ({ op, stride, squeeze, expandRatio }) as const)
		)
	)
);

/** Weights with nothing left at 0 or 1, so that biases, γ and β are seen to be used. */
function anyWeights(graph: Graph, seed: number): ParameterMap {
	const weights = initialParameters(graph, seed);
	for (const { name, role } of graph.parameters) {
		if (role !== 'bias' && role !== 'bnBias' && role !== 'bnWeight') continue;
		const values = weights.get(name)!;
		new CounterStream(seed, `test/${name}`).fillUniform(values, 0, 0.4, 1.6);
	}
	return weights;
}

function randomImage(side: number, seed: number): Maps {
	const image = emptyMaps(3, side);
	const values = new Float32Array(image.values.length);
	new CounterStream(seed, 'image').fillUniform(values, 0, -1, 1);
	image.values.set(values);
	return image;
}

/** [1, side, side, channels] */
function channelsLast(maps: Maps): Float32Array {
	const { channels, side, values } = maps;
	return Float32Array.from(values, (_, index) => {
		const pixel = Math.floor(index / channels);
		return values[(index % channels) * side ** 2 + pixel]!;
	});
}

/** What TensorFlow.js makes of every op in training mode, by the op's name. */
function reference(graph: Graph, weights: ParameterMap, image: Maps): Map<string, Float32Array> {
	makeCurrent(use());
	const outputs = new Map<string, Float32Array>();
	tidy(() => {
		const tensors = new Map<string, Tensor>();
		for (const spec of graph.parameters) {
			const laid = new Float32Array(sizeOf(spec.shape));
			toTfjs(spec, weights.get(spec.name)!, laid);
			tensors.set(spec.name, tensor(laid, tfjsShape(spec)));
		}
		const training = { rates: null, observe: () => undefined, imageGradient: false };
		const { side } = image;
		const visit = ({ name }: { name: string }, output: Tensor) =>
			outputs.set(name, output.dataSync<'float32'>().slice());
		forward({ graph, weights: tensors, training, visit }, tensor4d(channelsLast(image), [1, side, side, 3]));
	});
	return outputs;
}

/** The last step of every op, by the op's name. */
function results(graph: Graph, steps: readonly Step[]): Map<string, Maps> {
	const found = new Map<string, Maps>();
	for (const step of steps) {
		if (step.kind === 'input') found.set('bn1', step.after);
		else if (step.kind === 'add') found.set('blocks.0.0.add', step.after);
		else found.set(step.op.name, step.after);
	}
	expect([...found.keys()]).toEqual([
		'bn1',
		...graph.ops.filter(({ block }) => block === 0).map(({ name }) => name)
	]);
	return found;
}

describe('every op of the walk', () => {
	test.each(cases)(
		'is the reference’s: $op, stride $stride, SE $squeeze, expansion $expandRatio',
		(found) => {
			const graph = walkGraph(found.op, found);
			for (const [seed, side] of [
				[1, windowSide],
				[2, 7]
			] as const) {
				const weights = anyWeights(graph, seed);
				const image = randomImage(side, seed);
				const wanted = reference(graph, weights, image);
				const made = results(graph, walkThrough(graph, weights, image));
				for (const [name, maps] of made) {
					const values = channelsLast(maps);
					const expected = wanted.get(name)!;
					expect(values.length, name).toBe(expected.length);
					const worst = values.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
					expect(worst / Math.max(1, largestOf(maps)), name).toBeLessThan(1e-5);
				}
			}
		}
	);
});

const settings: BlockSettings = { expandRatio: 4, stride: 1, squeeze: true };
const window = { photo: photos[0], corner: { left: 9, top: 5 } };
const kindsOf = (steps: readonly Step[]) => steps.map(({ kind }) => kind);
const isConvolution = (step: Step): step is ConvolutionStep => 'reads' in step;

describe('a walk', () => {
	test('has the steps that the paper draws', () => {
		const squeeze = ['squeeze', 'reduce', 'gate', 'scale'];
		const end = ['project', 'norm', 'add'];
		expect(kindsOf(walk('mbconv', settings, 1, window))).toEqual(
			['input', 'expand', 'norm', 'silu', 'depthwise', 'norm', 'silu', ...squeeze, ...end].flat()
		);
		expect(kindsOf(walk('fused_mbconv', settings, 1, window))).toEqual(
			['input', 'dense', 'norm', 'silu', ...end].flat()
		);
		expect(kindsOf(walk('fused_mbconv', { ...settings, stride: 2 }, 1, window)).at(-1)).toBe('norm');
		expect(kindsOf(walk('mbconv', { ...settings, squeeze: false }, 1, window))).not.toContain('gate');
	});

	test('begins each step with what the one before it left', () => {
		for (const op of blockOps) {
			const steps = walk(op, settings, 1, window);
			for (const [index, step] of steps.slice(1).entries()) {
				// The gates are made beside the tensor that they scale.
				const last = steps[step.kind === 'scale' ? kindsOf(steps).indexOf('squeeze') - 1 : index]!;
				expect(step.before).toBe(last.after);
			}
		}
	});

	test.each(cases)(
		'costs what the graph costs: $op, stride $stride, SE $squeeze, expansion $expandRatio',
		(found) => {
			const cost = blockCosts(walkGraph(found.op, found), windowSide, 1)[0]!;
			const steps = walk(found.op, found, 1, window);
			expect(steps.reduce((sum, { macs }) => sum + macs, 0)).toBe(cost.macs);
			expect(steps.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(cost.parameters);
		}
	);

	test('follows the seed, the window and the photograph', () => {
		const last = (...given: Parameters<typeof walk>) => [...walk(...given).at(-1).after.values];
		const first = last('mbconv', settings, 1, window);
		expect(last('mbconv', settings, 1, window)).toEqual(first);
		expect(last('mbconv', settings, 2, window)).not.toEqual(first);
		expect(last('mbconv', settings, 1, { ...window, photo: photos[1]! })).not.toEqual(first);
		const beside = { ...window, corner: { left: 10, top: 5 } };
		expect(last('mbconv', settings, 1, beside)).not.toEqual(first);
	});
});

describe('the products of a window', () => {
	test.each(cases)(
		'add up to the output: $op, stride $stride, SE $squeeze, expansion $expandRatio',
		(found) => {
			for (const step of walk(found.op, found, 3, window).filter(isConvolution)) {
				const { side, channels } = step.after;
				for (const [y, x] of [
					[0, 0],
					[side - 1, side - 1],
					[2, 3]
				] as const) {
					for (let channel = 0; channel < channels; channel++) {
						const place = { channel, y, x };
						const taps = tapsOf(step.before, step, place);
						expect(taps).toHaveLength(step.kernel ** 2 * step.reads);
						const sum = taps.reduce((total, { value, weight }) => total + value * weight, 0);
						expect(sum).toBeCloseTo(step.after.values[indexOf(step.after, place)]!, 12);
					}
				}
			}
		}
	);

	test('are of one channel where the convolution is depthwise, of all where it is dense', () => {
		const place = { channel: 5, y: 4, x: 4 };
		const channels = (op: 'mbconv' | 'fused_mbconv', kind: Step['kind']) => {
			const step = walk(op, settings, 1, window).find((each) => each.kind === kind);
			if (!step || !isConvolution(step)) throw new Error(`There is no ${kind}.`);
			return tapsOf(step.before, step, place).map(({ channel }) => channel);
		};
		expect(channels('mbconv', 'depthwise')).toEqual(Array(9).fill(5));
		expect(channels('mbconv', 'expand')).toEqual([0, 1, 2, 3]);
		expect(channels('fused_mbconv', 'dense')).toHaveLength(36);
	});

	test('lie as TensorFlow pads: before and below at stride 1, below alone at an even side and stride 2', () => {
		expect(paddingBefore(12, 3, 1)).toBe(1);
		expect(paddingBefore(12, 3, 2)).toBe(0);
		expect(paddingBefore(7, 3, 2)).toBe(1);
		expect(paddingBefore(12, 1, 1)).toBe(0);
		const input = emptyMaps(1, 12);
		const convolution = { kernel: 3, stride: 2, reads: 1, weight: new Float32Array(9) };
		const corner = { channel: 0, y: 5, x: 0 };
		expect(windowOf(input, convolution, corner)).toEqual({ top: 10, left: 0, side: 3 });
		const outside = tapsOf(input, convolution, corner).filter(({ inside }) => !inside);
		expect(outside.map(({ y }) => y)).toEqual([12, 12, 12]);
	});
});

describe('batch norm', () => {
	test('makes mean 0 and variance σ²/(σ² + ε) of the window’s own statistics', () => {
		const norm = walk('mbconv', settings, 4, window).find((step) => step.kind === 'norm')!;
		const pixels = windowSide ** 2;
		for (let channel = 0; channel < norm.after.channels; channel++) {
			const own = [...norm.after.values.subarray(channel * pixels, (channel + 1) * pixels)];
			const mean = own.reduce((sum, x) => sum + x, 0) / pixels;
			const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / pixels;
			const before = norm.variance[channel]!;
			expect(mean).toBeCloseTo(0, 10);
			expect(variance).toBeCloseTo(before / (before + 1e-3), 10);
		}
	});
});

describe('the window on the photograph', () => {
	test('stays on it, and reads its colours', () => {
		const [photo] = photos;
		expect(withinPhoto(photo, { left: -3, top: 99 })).toEqual({ left: 0, top: photo.side - windowSide });
		const levels = windowLevels(photo, { left: 4, top: 6 });
		expect(levels.values[indexOf(levels, { channel: 2, y: 1, x: 3 })]).toBe(photo.rgb[3 * (7 * 32 + 7) + 2]);
	});

	test('photographs have every pixel', () => {
		for (const { side, rgb } of photos) {
			expect(rgb).toHaveLength(side * side * 3);
			expect(new Set(rgb).size).toBeGreaterThan(100);
		}
	});
});

describe('numbers that add up', () => {
	test('are each the nearest or the next, and sum to the rounded total', () => {
		const values = new Float32Array(400);
		new CounterStream(9, 'sums').fillNormal(values, 0, 1);
		for (let count = 1; count <= 40; count++) {
			const some = [...values.subarray(count * 3, count * 3 + count), 0];
			const total = some.reduce((sum, value) => sum + value, 0);
			const shown = addingUp(some, total, 2);
			expect(shown.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.round(total * 100) / 100, 9);
			for (const [index, value] of some.entries()) expect(Math.abs(value - shown[index]!)).toBeLessThan(0.01);
			expect(shown.at(-1)).toBe(0);
		}
	});

	test('are rounded as usual where that adds up already', () => {
		expect(addingUp([0.11, 0.22], 0.33, 1)).toEqual([0.1, 0.2]);
		expect(addingUp([0.14, 0.14, 0.14], 0.42, 1).toSorted()).toEqual([0.1, 0.1, 0.2]);
	});
});
