/** Batch norm's element-wise halves and the sums between them. */
import fc from 'fast-check';
import type { NormaliseGradientKernel } from '$lib/engine/plan/kernel';
import { exact, minus, plus, siluSlope, silu, times, type Measured } from './measured';
import { Output, read, sum, type Numbers } from './memory';
import { reference } from './reference';
import { channels } from './window';

type Normalisation = Omit<NormaliseGradientKernel, 'kind'>;

/** With and without drop path, which asks for whole images. */
const sorts = [false, true].map((masked) =>
	fc
		.record({
			batch: fc.integer({ min: 1, max: 3 }),
			pixels: fc.integer({ min: 1, max: 30 }),
			channels,
			silu: fc.boolean(),
			gap: fc.integer({ min: 0, max: 64 })
		})
		.map(({ batch, pixels, channels: width, silu: activated, gap }): Normalisation => {
			const shape = { rows: batch * pixels, batch, channels: width, affineStride: width + gap };
			return { ...shape, silu: activated, masked };
		})
);
const slices = fc.integer({ min: 1, max: 12 });

function inputs(kernel: Normalisation, numbers: Numbers) {
	const { rows, channels: width, affineStride, masked, batch } = kernel;
	return {
		x: numbers.between(0, 2, rows * width),
		moments: numbers.between(0.8, 1.6, 2 * width),
		affine: numbers.signed(affineStride + width),
		mask: masked ? numbers.mask(1.25, batch) : null
	};
}

type Inputs = ReturnType<typeof inputs>;

/** The values of one element. */
class Element {
	readonly channel: number;
	readonly hat: Measured;
	/** What enters the activation. */
	readonly before: Measured;
	readonly mask: Measured;
	readonly weight: Measured;
	readonly inverse: Measured;

	constructor(
		readonly kernel: Normalisation,
		{ x, moments, affine, mask }: Inputs,
		at: number
	) {
		const { channels: width, affineStride, rows, batch } = kernel;
		this.channel = at % width;
		this.inverse = read(moments, width + this.channel);
		this.weight = read(affine, this.channel);
		this.hat = times(minus(read(x, at), read(moments, this.channel)), this.inverse);
		this.before = plus(times(this.weight, this.hat), read(affine, affineStride + this.channel));
		const image = Math.floor(at / width / (rows / batch));
		this.mask = mask ? read(mask, image) : exact(1);
	}

	get output(): Measured {
		const activated = this.kernel.silu ? silu(this.before) : this.before;
		return times(activated, this.mask);
	}

	/** The gradient before the activation. */
	gradient(dy: Measured): Measured {
		const arrived = times(dy, this.mask);
		return this.kernel.silu ? times(arrived, siluSlope(this.before)) : arrived;
	}
}

export const normalise = reference({
	sorts: sorts.map((sort) =>
		fc.tuple(sort, fc.boolean()).map(([shape, skip]) => ({ kind: 'normalise' as const, ...shape, skip }))
	),
	inputs: (kernel, numbers) => ({
		...inputs(kernel, numbers),
		skip: kernel.skip ? numbers.signed(kernel.rows * kernel.channels) : null
	}),
	outputs: (kernel, given) => {
		const y = new Output(kernel.rows * kernel.channels);
		for (let at = 0; at < y.length; at++) {
			const { output } = new Element(kernel, given, at);
			y.set(at, given.skip ? plus(output, read(given.skip, at)) : output);
		}
		return { y };
	}
});

export const normaliseSums = reference({
	sorts: sorts.map((sort) =>
		fc
			.tuple(sort, slices)
			.map(([shape, count]) => ({ kind: 'normaliseSums' as const, ...shape, slices: count }))
	),
	inputs: (kernel, numbers) => ({
		...inputs(kernel, numbers),
		dy: numbers.signed(kernel.rows * kernel.channels)
	}),
	outputs: (kernel, given) => {
		const { rows, channels: width } = kernel;
		const partial = new Output(2 * width, rows, kernel.slices);
		for (let at = 0; at < rows * width; at++) {
			const element = new Element(kernel, given, at);
			const dz = element.gradient(read(given.dy, at));
			const scaled = times(dz, element.hat);
			partial.add(element.channel, dz.value, dz.size);
			partial.add(width + element.channel, scaled.value, scaled.size);
		}
		return { partial };
	}
});

export const joinSums = reference({
	sorts: [
		fc
			.record({ channels, slices: fc.integer({ min: 1, max: 70 }), gap: fc.integer({ min: 0, max: 64 }) })
			.map(({ gap, ...shape }) => ({
				kind: 'joinSums' as const,
				...shape,
				affineStride: shape.channels + gap
			}))
	],
	inputs: (kernel, numbers) => ({ partial: numbers.signed(2 * kernel.slices * kernel.channels) }),
	outputs: ({ channels: width, slices: count, affineStride }, { partial }) => {
		const affineGradient = Output.untouched(affineStride + width, count);
		for (let c = 0; c < width; c++) {
			affineGradient.set(
				affineStride + c,
				sum(count, (slice) => read(partial, 2 * slice * width + c))
			);
			affineGradient.set(
				c,
				sum(count, (slice) => read(partial, (2 * slice + 1) * width + c))
			);
		}
		return { affineGradient };
	}
});

export const normaliseGradient = reference({
	sorts: sorts.map((sort) => sort.map((shape) => ({ kind: 'normaliseGradient' as const, ...shape }))),
	inputs: (kernel, numbers) => ({
		...inputs(kernel, numbers),
		dy: numbers.signed(kernel.rows * kernel.channels),
		affineGradient: numbers.signed(kernel.affineStride + kernel.channels)
	}),
	outputs: (kernel, given) => {
		const { rows, channels: width, affineStride } = kernel;
		const dx = new Output(rows * width);
		for (let at = 0; at < dx.length; at++) {
			const element = new Element(kernel, given, at);
			const share = (place: number) => times(read(given.affineGradient, place), exact(1 / rows));
			const moved = plus(share(affineStride + element.channel), times(element.hat, share(element.channel)));
			const dz = element.gradient(read(given.dy, at));
			dx.set(at, times(element.weight, element.inverse, minus(dz, moved)));
		}
		return { dx };
	}
});
