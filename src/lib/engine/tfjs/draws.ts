import { tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { AddOp, DropoutOp } from '$lib/model/graph';
import { CounterStream } from '$lib/random/stream';

export interface DropRates {
	/** Key of all draws. */
	readonly seed: number;
	readonly step: number;
	/** Dropout rate before the classifier. */
	readonly dropout: number;
	/** Drop rate that drop path approaches at the last block. */
	readonly dropPath: number;
}

/** Draw i falls below the rate: dropped. What is kept is divided by the share kept, so the expectation stays. */
function mask(stream: CounterStream, length: number, rate: number): Float32Array {
	const keptValue = 1 / (1 - rate);
	return Float32Array.from({ length }, (_, i) => (stream.uniform(i) < rate ? 0 : keptValue));
}

/** A stream per op and step; the prefix keeps it apart from the initialisers, which use parameter names. */
function streamOf(op: AddOp | DropoutOp, { seed, step }: DropRates): CounterStream {
	return new CounterStream(seed, `drop/${op.name}`, step);
}

/** Drop path: one number per image, [batch, 1, 1, 1], by draws 0 … batch - 1. Null where nothing is dropped. */
export function dropPathMask(op: AddOp, rates: DropRates, batch: number): Tensor4D | null {
	const rate = rates.dropPath * op.depth;
	if (rate === 0) return null;
	return tensor(mask(streamOf(op, rates), batch, rate), [batch, 1, 1, 1]);
}

/** Dropout: one number per image and feature, [batch, channels], in row-major order. Null where nothing is dropped. */
export function dropoutMask(
	op: DropoutOp,
	rates: DropRates,
	batch: number,
	channels: number
): Tensor2D | null {
	if (rates.dropout === 0) return null;
	return tensor(mask(streamOf(op, rates), batch * channels, rates.dropout), [batch, channels]);
}
