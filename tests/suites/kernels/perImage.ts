/** Kernels with one number per image and channel: pooling, and the gate on the feature map. */
import fc from 'fast-check';
import { exact, minus, plus, times } from './measured';
import { Output, read, sum } from './memory';
import { reference } from './reference';
import { channels } from './window';

const shapes = fc.record({
	batch: fc.integer({ min: 1, max: 3 }),
	pixels: fc.integer({ min: 1, max: 30 }),
	channels
});

interface PerImage {
	readonly batch: number;
	readonly pixels: number;
	readonly channels: number;
}

const size = ({ batch, pixels, channels: width }: PerImage) => batch * pixels * width;
/** Where the number of element `at`'s image and channel stands. */
const place = ({ pixels, channels: width }: PerImage, at: number) =>
	Math.floor(at / (pixels * width)) * width + (at % width);
/** Pixel `pixel` of what number `at` of [batch, channels] belongs to. */
const pixelOf = ({ pixels, channels: width }: PerImage, at: number, pixel: number) =>
	(Math.floor(at / width) * pixels + pixel) * width + (at % width);

export const spatialMean = reference({
	sorts: [shapes.map((shape) => ({ kind: 'spatialMean' as const, ...shape }))],
	inputs: (kernel, numbers) => ({ x: numbers.signed(size(kernel)) }),
	outputs: (kernel, { x }) => {
		const mean = new Output(kernel.batch * kernel.channels, kernel.pixels);
		for (let at = 0; at < mean.length; at++) {
			const total = sum(kernel.pixels, (pixel) => read(x, pixelOf(kernel, at, pixel)));
			mean.set(at, times(total, exact(1 / kernel.pixels)));
		}
		return { mean };
	}
});

export const spatialMeanGradient = reference({
	sorts: [shapes.map((shape) => ({ kind: 'spatialMeanGradient' as const, ...shape }))],
	inputs: (kernel, numbers) => ({ dmean: numbers.signed(kernel.batch * kernel.channels) }),
	outputs: (kernel, { dmean }) => {
		const dx = new Output(size(kernel));
		for (let at = 0; at < dx.length; at++) {
			dx.set(at, times(read(dmean, place(kernel, at)), exact(1 / kernel.pixels)));
		}
		return { dx };
	}
});

export const scale = reference({
	sorts: [shapes.map((shape) => ({ kind: 'scale' as const, ...shape }))],
	inputs: (kernel, numbers) => ({
		x: numbers.signed(size(kernel)),
		gate: numbers.between(0, 1, kernel.batch * kernel.channels)
	}),
	outputs: (kernel, { x, gate }) => {
		const y = new Output(size(kernel));
		for (let at = 0; at < y.length; at++) y.set(at, times(read(x, at), read(gate, place(kernel, at))));
		return { y };
	}
});

export const gateSums = reference({
	sorts: [shapes.map((shape) => ({ kind: 'gateSums' as const, ...shape }))],
	inputs: (kernel, numbers) => ({
		x: numbers.signed(size(kernel)),
		dy: numbers.signed(size(kernel)),
		gate: numbers.between(0, 1, kernel.batch * kernel.channels)
	}),
	outputs: (kernel, { x, dy, gate }) => {
		const dgate = new Output(kernel.batch * kernel.channels, kernel.pixels);
		for (let at = 0; at < dgate.length; at++) {
			const total = sum(kernel.pixels, (pixel) => {
				const element = pixelOf(kernel, at, pixel);
				return times(read(x, element), read(dy, element));
			});
			dgate.set(at, times(total, read(gate, at), minus(exact(1), read(gate, at))));
		}
		return { dgate };
	}
});

export const scaleGradient = reference({
	sorts: [shapes.map((shape) => ({ kind: 'scaleGradient' as const, ...shape }))],
	inputs: (kernel, numbers) => ({
		dy: numbers.signed(size(kernel)),
		gate: numbers.between(0, 1, kernel.batch * kernel.channels),
		dsqueezed: numbers.signed(kernel.batch * kernel.channels)
	}),
	outputs: (kernel, { dy, gate, dsqueezed }) => {
		const dx = new Output(size(kernel));
		for (let at = 0; at < dx.length; at++) {
			const here = place(kernel, at);
			const mean = times(read(dsqueezed, here), exact(1 / kernel.pixels));
			dx.set(at, plus(times(read(dy, at), read(gate, here)), mean));
		}
		return { dx };
	}
});
