/**
 * Kernel calls as the module in assembly/ reads them: 32-bit words [opcode, words in all, arguments …], the arguments in
 * the order of the kernel's function there. Addresses are bytes of linear memory, 0 stands for an operand that a kernel
 * does not have, and floats go by their bits.
 */
import { ALIGNMENT } from '../plan/flatLayout';
import type { Kernel, KernelKind, KernelOf, Window } from '../plan/kernel';
import { PATHS, SCALAR } from '../plan/scalars';
import * as op from './opcodes';

export type AddressOf = (operand: string) => number;

/** A call's operands as it asks for them. */
class Operands {
	readonly #addressOf: AddressOf;

	constructor(addressOf: AddressOf) {
		this.#addressOf = addressOf;
	}

	/** Throws RangeError, through `addressOf`, if one is missing. */
	all(...names: readonly string[]): number[] {
		return names.map((name) => this.#addressOf(name));
	}

	/** 0 where the kernel has none. */
	optional(name: string, exists: boolean): number {
		return exists ? this.#addressOf(name) : 0;
	}
}

const flag = (value: boolean) => (value ? 1 : 0);

const bits = new DataView(new ArrayBuffer(4));
function float(value: number): number {
	bits.setFloat32(0, value);
	return bits.getInt32(0);
}

const windowOf = ({ batch, inSide, outSide, kernel, stride, pad }: Window) => [
	batch,
	inSide,
	outSide,
	kernel,
	stride,
	pad
];

/** Opcode and arguments. */
type Encoder<K extends KernelKind> = (kernel: KernelOf<K>, operands: Operands) => readonly number[];

const encoders: { readonly [K in KernelKind]: Encoder<K> } = {
	conv: (k, o) => [
		op.CONV,
		...o.all('x', 'weight'),
		o.optional('bias', k.bias),
		o.optional('addend', k.addend),
		...o.all('y'),
		...windowOf(k),
		k.in,
		k.out,
		flag(k.silu)
	],
	convInputGradient: (k, o) => [
		op.CONV_INPUT_GRADIENT,
		...o.all('dy', 'weight'),
		o.optional('addend', k.addend),
		...o.all('dx'),
		...windowOf(k),
		k.in,
		k.out
	],
	convFilterGradient: (k, o) => [
		op.CONV_FILTER_GRADIENT,
		...o.all('x', 'dy', 'partial'),
		...windowOf(k),
		k.in,
		k.out,
		k.splits
	],
	depthwise: (k, o) => [
		op.DEPTHWISE,
		...o.all('x', 'weight'),
		o.optional('bias', k.bias),
		o.optional('addend', k.addend),
		...o.all('y'),
		...windowOf(k),
		k.channels,
		flag(k.silu)
	],
	depthwiseInputGradient: (k, o) => [
		op.DEPTHWISE_INPUT_GRADIENT,
		...o.all('dy', 'weight'),
		o.optional('addend', k.addend),
		...o.all('dx'),
		...windowOf(k),
		k.channels
	],
	depthwiseFilterGradient: (k, o) => [
		op.DEPTHWISE_FILTER_GRADIENT,
		...o.all('x', 'dy', 'partial'),
		...windowOf(k),
		k.channels,
		k.splits
	],
	sumSplits: (k, o) => [op.SUM_SPLITS, ...o.all('partial', 'sum'), k.splits, k.size],
	moments: (k, o) => [op.MOMENTS, ...o.all('x', 'partial'), k.rows, k.channels, k.slices],
	joinMoments: (k, o) => [
		op.JOIN_MOMENTS,
		...o.all('partial', 'moments', 'batchStatistics'),
		k.rows,
		k.channels,
		k.slices,
		float(k.epsilon),
		k.statisticsStride
	],
	normalise: (k, o) => [
		op.NORMALISE,
		...o.all('x', 'moments', 'affine'),
		o.optional('skip', k.skip),
		o.optional('mask', k.masked),
		...o.all('y'),
		...normalisation(k)
	],
	normaliseSums: (k, o) => [
		op.NORMALISE_SUMS,
		...o.all('dy', 'x', 'moments', 'affine'),
		o.optional('mask', k.masked),
		...o.all('partial'),
		...normalisation(k),
		k.slices
	],
	joinSums: (k, o) => [
		op.JOIN_SUMS,
		...o.all('partial', 'affineGradient'),
		k.channels,
		k.slices,
		k.affineStride
	],
	normaliseGradient: (k, o) => [
		op.NORMALISE_GRADIENT,
		...o.all('dy', 'x', 'moments', 'affine', 'affineGradient'),
		o.optional('mask', k.masked),
		...o.all('dx'),
		...normalisation(k)
	],
	spatialMean: (k, o) => [op.SPATIAL_MEAN, ...o.all('x', 'mean'), k.batch, k.pixels, k.channels],
	spatialMeanGradient: (k, o) => [
		op.SPATIAL_MEAN_GRADIENT,
		...o.all('dmean', 'dx'),
		k.batch,
		k.pixels,
		k.channels
	],
	gate: (k, o) => [
		op.GATE,
		...o.all('squeezed', 'reduceWeight', 'reduceBias', 'expandWeight', 'expandBias', 'hidden', 'gate'),
		k.batch,
		k.channels,
		k.reduced
	],
	scale: (k, o) => [op.SCALE, ...o.all('x', 'gate'), 0, ...o.all('y'), k.batch, k.pixels, k.channels],
	scaleGradient: (k, o) => [
		op.SCALE,
		...o.all('dy', 'gate', 'dsqueezed', 'dx'),
		k.batch,
		k.pixels,
		k.channels
	],
	gateSums: (k, o) => [op.GATE_SUMS, ...o.all('x', 'dy', 'gate', 'dgate'), k.batch, k.pixels, k.channels],
	gateGradient: (k, o) => [
		op.GATE_GRADIENT,
		...o.all('dgate', 'hidden', 'reduceWeight', 'expandWeight', 'dhidden', 'dsqueezed'),
		k.batch,
		k.channels,
		k.reduced
	],
	matrixGradient: (k, o) => [
		op.MATRIX_GRADIENT,
		...o.all('left', 'right', 'weightGradient', 'biasGradient'),
		k.rows,
		k.in,
		k.out,
		flag(k.silu)
	],
	/** Once the mask is drawn, see `encodeCall`. */
	dropout: (k, o) => [op.MULTIPLY, ...o.all('x', 'mask', 'y'), k.size],
	multiply: (k, o) => [op.MULTIPLY, ...o.all('x', 'mask', 'y'), k.size],
	pathMask: (k, o) => draws(o, k.batch, k.stream, PATHS + 2 * k.path, PATHS + 2 * k.path + 1),
	loss: (k, o) => [
		op.LOSS,
		...o.all('logits', 'targets', 'scalars', 'dlogits', 'rows'),
		k.batch,
		k.classes,
		SCALAR.labelSmoothing
	],
	squares: (k, o) => [op.SQUARES, ...o.all('gradients', 'partial'), k.size, k.slices],
	finish: (k, o) => [
		op.FINISH,
		...o.all('partial', 'rows', 'scalars', 'row'),
		k.slices,
		k.batch,
		SCALAR.clipNorm
	],
	update: encodeUpdate,
	statistics: (k, o) => [
		op.STATISTICS,
		...o.all('batchStatistics', 'scalars', 'statistics'),
		o.optional('ema', k.ema),
		k.size,
		SCALAR.emaDecay,
		...withRest(k.momentum)
	],
	fold: (k, o) => [
		op.FOLD,
		...o.all('weight', 'affine', 'statistics', 'foldedWeight', 'foldedBias'),
		k.rows,
		k.channels,
		k.affineStride,
		k.statisticsStride,
		float(k.epsilon)
	]
};

function normalisation({
	rows,
	channels,
	batch,
	silu,
	affineStride
}: KernelOf<'normalise' | 'normaliseSums' | 'normaliseGradient'>) {
	return [rows, channels, batch, flag(silu), affineStride];
}

/** A mask by the draws of a stream, whose threshold and scale stand in `scalars`. */
function draws(o: Operands, count: number, stream: number, threshold: number, scale: number): number[] {
	return [op.MASK, ...o.all('scalars', 'mask'), count, stream, threshold, scale, SCALAR.step, SCALAR.seed];
}

/** A share and what is left of 1, which float32 cannot tell from a share close to 1. */
const withRest = (share: number) => [float(share), float(1 - share)];

function encodeUpdate(k: KernelOf<'update'>, o: Operands): readonly number[] {
	const state = o.all('gradients', 'decay', 'scalars', 'row', 'parameters', 'momentum');
	const ema = o.optional('ema', k.ema);
	const places = [k.size, ALIGNMENT, SCALAR.learningRate, SCALAR.weightDecay, SCALAR.emaDecay];
	switch (k.optimizer) {
		case 'sgd':
			return [op.SGD, ...state, ema, ...places, float(k.momentum)];
		case 'rmsprop': {
			const numbers = [...withRest(k.decay), float(k.momentum), float(k.epsilon)];
			return [op.RMSPROP, ...state, ...o.all('square'), ema, ...places, ...numbers];
		}
		case 'adamw': {
			const numbers = [...withRest(k.beta1), ...withRest(k.beta2), float(k.epsilon)];
			return [op.ADAMW, ...state, ...o.all('square'), ema, ...places, SCALAR.correction1, ...numbers];
		}
	}
}

/** Words of a call, or of two. `addressOf` throws RangeError for an operand that it does not know. */
export function encodeCall(kernel: Kernel, addressOf: AddressOf): readonly number[] {
	const operands = new Operands(addressOf);
	const words = framed(encode(kernel, operands));
	if (kernel.kind !== 'dropout') return words;
	const { size, stream } = kernel;
	const mask = draws(operands, size, stream, SCALAR.dropoutThreshold, SCALAR.dropoutScale);
	return [...framed(mask), ...words];
}

function encode<K extends KernelKind>(kernel: KernelOf<K> & { readonly kind: K }, operands: Operands) {
	return encoders[kernel.kind](kernel, operands);
}

/** With the count of words after the opcode. */
export const framed = ([opcode = NaN, ...rest]: readonly number[]) => [opcode, rest.length + 2, ...rest];
