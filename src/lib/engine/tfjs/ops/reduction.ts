import {
	avgPool,
	mul,
	reshape,
	type Rank,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';

/**
 * Mean over the middle axis of `x`, read as [groups, rows, channels]; [groups, channels].
 *
 * It is written as average pooling because the package's own `mean` transposes the whole tensor first and then
 * gives each channel a workgroup with barriers, which took half of a training step on a software adapter. Channels
 * are split in two, for a pool over all of its input falls back to `mean`.
 */
function meanOfRows(x: Tensor, groups: number, rows: number, channels: number): Tensor2D {
	const split = channels % 2 === 0 ? 2 : 1;
	const image = reshape<Rank.R4>(x, [groups, rows, split, channels / split]);
	return reshape(avgPool(image, [rows, 1], 1, 'valid'), [groups, channels]);
}

/** Mean over height and width: [batch, height, width, channels] to [batch, channels]. */
export function spatialMean(x: Tensor4D): Tensor2D {
	const [batch, height, width, channels] = x.shape;
	return meanOfRows(x, batch, height * width, channels);
}

/** Mean over all but the last axis of [batch, height, width, channels]: per image first, then over the batch. */
export function channelMean(x: Tensor4D): Tensor1D {
	const [batch, , , channels] = x.shape;
	return reshape(meanOfRows(spatialMean(x), 1, batch, channels), [channels]);
}

/** Sum over the first axis; the shape without it. */
export function batchSum<T extends Tensor>(x: Tensor): T {
	const [batch = 1, ...rest] = x.shape;
	const total = mul(meanOfRows(x, 1, batch, x.size / batch), batch);
	return reshape(total, rest) as T;
}
