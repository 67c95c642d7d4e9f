/**
 * The one small array that is written before each step. Integers are stored as bits in a float's place, so that a kernel
 * reads them with a bit cast; paths take two places each from `PATHS` on.
 */
import type { StepScalars } from '../executor';

export const SCALAR = {
	learningRate: 0,
	weightDecay: 1,
	/** Limit of the norm; 0: none. */
	clipNorm: 2,
	labelSmoothing: 3,
	emaDecay: 4,
	/** Bits: a draw below it drops. */
	dropoutThreshold: 5,
	dropoutScale: 6,
	/** Bits. */
	step: 7,
	/** 1 - beta^count of AdamW. */
	correction1: 8,
	correction2: 9,
	/** Bits. */
	seed: 10
} as const;
export const PATHS = 12;

export function scalarCount(paths: number): number {
	return Math.ceil((PATHS + 2 * paths) / 4) * 4;
}

const TWO_TO_24 = 2 ** 24;

/** Draws of 24 bits below the threshold fall below `rate`, exactly. */
function threshold(rate: number): number {
	return Math.ceil(rate * TWO_TO_24);
}

export interface ScalarContext {
	readonly seed: number;
	/** Depth of each path, see `AddOp`. */
	readonly depths: readonly number[];
	readonly betas: readonly [number, number];
}

/** Fills `target`, of `scalarCount(depths.length)` elements; `bits` is the same memory as integers. */
export function writeScalars(
	target: Float32Array,
	scalars: StepScalars,
	context: ScalarContext,
	bits = bitsOf(target)
): void {
	const { depths, betas, seed } = context;
	target[SCALAR.learningRate] = scalars.learningRate;
	target[SCALAR.weightDecay] = scalars.weightDecay;
	target[SCALAR.clipNorm] = scalars.clipNorm ?? 0;
	target[SCALAR.labelSmoothing] = scalars.labelSmoothing;
	target[SCALAR.emaDecay] = scalars.emaDecay;
	bits[SCALAR.dropoutThreshold] = threshold(scalars.dropout);
	target[SCALAR.dropoutScale] = 1 / (1 - scalars.dropout);
	bits[SCALAR.step] = scalars.step;
	target[SCALAR.correction1] = 1 - betas[0] ** (scalars.step + 1);
	target[SCALAR.correction2] = 1 - betas[1] ** (scalars.step + 1);
	bits[SCALAR.seed] = seed;
	for (let path = 0; path < depths.length; path++) {
		const rate = scalars.dropPath * depths[path]!;
		bits[PATHS + 2 * path] = threshold(rate);
		target[PATHS + 2 * path + 1] = 1 / (1 - rate);
	}
}

/** The memory of floats as integers. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
	return new Uint32Array(buffer, byteOffset, length);
}
