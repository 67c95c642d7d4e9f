/**
 * The operations of a block in float64, written to be read: TensorFlow's padding, PyTorch's weight layouts, batch norm
 * with the statistics of what it is given. Every engine here computes the same in float32.
 */
import { emptyMaps, valueAt, type Maps, type Place } from './maps';

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const silu = (x: number): number => x * sigmoid(x);

/** A convolution without bias, dense or depthwise. */
export interface Convolution {
	readonly kernel: number;
	readonly stride: number;
	/** Channels that one output reads: all of them, or 1 for a depthwise convolution. */
	readonly reads: number;
	/** [out, reads, kernel, kernel] */
	readonly weight: ArrayLike<number>;
}

/** One product of a convolution's sum. */
export interface Tap extends Place {
	/** False in the padding, whose value is 0. */
	readonly inside: boolean;
	readonly value: number;
	readonly weight: number;
	readonly product: number;
}

/** Rows above the image that `same` padding adds; what is odd is added below. */
export function paddingBefore(side: number, kernel: number, stride: number): number {
	const all = (Math.ceil(side / stride) - 1) * stride + kernel - side;
	return Math.floor(Math.max(0, all) / 2);
}

/** Where the window of an output lies on the input; row and column may be negative. */
export function windowOf(input: Maps, { kernel, stride }: Convolution, { y, x }: Place) {
	const before = paddingBefore(input.side, kernel, stride);
	return { top: y * stride - before, left: x * stride - before, side: kernel };
}

/** Channel that is the `read`th of those that an output reads: its own in a depthwise convolution. */
const channelRead = (input: Maps, { reads }: Convolution, { channel }: Place, read: number): number =>
	reads === 1 && input.channels > 1 ? channel : read;

/** Every product that makes one output, channel by channel, row by row. */
export function tapsOf(input: Maps, convolution: Convolution, output: Place): Tap[] {
	const { kernel, reads, weight } = convolution;
	const { top, left } = windowOf(input, convolution, output);
	const taps: Tap[] = [];
	for (let read = 0; read < reads; read++) {
		const channel = channelRead(input, convolution, output, read);
		for (let dy = 0; dy < kernel; dy++) {
			for (let dx = 0; dx < kernel; dx++) {
				const place = { channel, y: top + dy, x: left + dx };
				const inside = place.y >= 0 && place.x >= 0 && place.y < input.side && place.x < input.side;
				const value = valueAt(input, place);
				const factor = weight[((output.channel * reads + read) * kernel + dy) * kernel + dx]!;
				taps.push({ ...place, inside, value, weight: factor, product: value * factor });
			}
		}
	}
	return taps;
}

/** One output of a convolution: the sum of its taps' products, without making them. */
function outputOf(input: Maps, convolution: Convolution, output: Place): number {
	const { kernel, reads, weight } = convolution;
	const { top, left } = windowOf(input, convolution, output);
	const { side, values } = input;
	let sum = 0;
	for (let read = 0; read < reads; read++) {
		const channel = channelRead(input, convolution, output, read);
		for (let dy = 0; dy < kernel; dy++) {
			const y = top + dy;
			if (y < 0 || y >= side) continue;
			const row = ((output.channel * reads + read) * kernel + dy) * kernel;
			for (let dx = 0; dx < kernel; dx++) {
				const x = left + dx;
				if (x >= 0 && x < side) sum += values[(channel * side + y) * side + x]! * weight[row + dx]!;
			}
		}
	}
	return sum;
}

/** All outputs of a convolution with `channels` channels. */
export function convolve(input: Maps, convolution: Convolution, channels: number): Maps {
	const output = emptyMaps(channels, Math.ceil(input.side / convolution.stride));
	for (let channel = 0, to = 0; channel < channels; channel++) {
		for (let y = 0; y < output.side; y++) {
			for (let x = 0; x < output.side; x++, to++) {
				output.values[to] = outputOf(input, convolution, { channel, y, x });
			}
		}
	}
	return output;
}

/** Mean of every channel, [channels]. */
export function means({ channels, side, values }: Maps): Float64Array {
	const pixels = side ** 2;
	return Float64Array.from({ length: channels }, (_, channel) => {
		const own = values.subarray(channel * pixels, (channel + 1) * pixels);
		return own.reduce((sum, value) => sum + value, 0) / pixels;
	});
}

/** Variance of every channel about its mean, divided by the number of values, [channels]. */
export function variances(maps: Maps, mean: Float64Array): Float64Array {
	const pixels = maps.side ** 2;
	return Float64Array.from({ length: maps.channels }, (_, channel) => {
		const own = maps.values.subarray(channel * pixels, (channel + 1) * pixels);
		return own.reduce((sum, value) => sum + (value - mean[channel]!) ** 2, 0) / pixels;
	});
}

/** A vector through a matrix [out, in] with a bias [out]. */
export function matrixTimes(
	vector: Float64Array,
	weight: ArrayLike<number>,
	bias: ArrayLike<number>
): Float64Array {
	return Float64Array.from({ length: bias.length }, (_, row) =>
		vector.reduce((sum, value, column) => sum + value * weight[row * vector.length + column]!, bias[row]!)
	);
}
