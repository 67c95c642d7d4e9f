/** Squeeze-and-excitation's two matrices, and the gradient of a matrix. */
import fc from 'fast-check';
import { plus, sigmoid, silu, siluSlope, times } from './measured';
import { Output, read, sum } from './memory';
import { reference } from './reference';

/** More than the lanes of a workgroup, too. */
const wide = fc.integer({ min: 1, max: 140 });
const narrow = fc.integer({ min: 1, max: 80 });
const batch = fc.integer({ min: 1, max: 3 });

export const gate = reference({
	sorts: [
		fc
			.record({ batch, channels: wide, reduced: narrow })
			.map((shape) => ({ kind: 'gate' as const, ...shape }))
	],
	inputs: ({ batch: images, channels, reduced }, numbers) => ({
		squeezed: numbers.signed(images * channels),
		reduceWeight: numbers.signed(channels * reduced),
		reduceBias: numbers.signed(reduced),
		expandWeight: numbers.signed(reduced * channels),
		expandBias: numbers.signed(channels)
	}),
	outputs: (kernel, { squeezed, reduceWeight, reduceBias, expandWeight, expandBias }) => {
		const { batch: images, channels, reduced } = kernel;
		const hidden = new Output(images * reduced, channels);
		const opened = new Output(images * channels, channels + reduced);
		for (let n = 0; n < images; n++) {
			for (let r = 0; r < reduced; r++) {
				const product = (c: number) =>
					times(read(squeezed, n * channels + c), read(reduceWeight, c * reduced + r));
				hidden.set(n * reduced + r, plus(read(reduceBias, r), sum(channels, product)));
			}
			for (let c = 0; c < channels; c++) {
				const product = (r: number) =>
					times(silu(hidden.at(n * reduced + r)), read(expandWeight, r * channels + c));
				opened.set(n * channels + c, sigmoid(plus(read(expandBias, c), sum(reduced, product))));
			}
		}
		return { hidden, gate: opened };
	}
});

export const gateGradient = reference({
	sorts: [
		fc
			.record({ batch, channels: wide, reduced: narrow })
			.map((shape) => ({ kind: 'gateGradient' as const, ...shape }))
	],
	inputs: ({ batch: images, channels, reduced }, numbers) => ({
		dgate: numbers.signed(images * channels),
		hidden: numbers.between(-3, 3, images * reduced),
		reduceWeight: numbers.signed(channels * reduced),
		expandWeight: numbers.signed(reduced * channels)
	}),
	outputs: (kernel, { dgate, hidden, reduceWeight, expandWeight }) => {
		const { batch: images, channels, reduced } = kernel;
		const dhidden = new Output(images * reduced, channels);
		const dsqueezed = new Output(images * channels, channels + reduced);
		for (let n = 0; n < images; n++) {
			for (let r = 0; r < reduced; r++) {
				const product = (c: number) =>
					times(read(dgate, n * channels + c), read(expandWeight, r * channels + c));
				const at = n * reduced + r;
				dhidden.set(at, times(sum(channels, product), siluSlope(read(hidden, at))));
			}
			for (let c = 0; c < channels; c++) {
				const product = (r: number) =>
					times(dhidden.at(n * reduced + r), read(reduceWeight, c * reduced + r));
				dsqueezed.set(n * channels + c, sum(reduced, product));
			}
		}
		return { dhidden, dsqueezed };
	}
});

export const matrixGradient = reference({
	sorts: [
		fc
			.record({ rows: fc.integer({ min: 1, max: 9 }), in: narrow, out: narrow, silu: fc.boolean() })
			.map((shape) => ({ kind: 'matrixGradient' as const, ...shape }))
	],
	inputs: ({ rows, in: inner, out }, numbers) => ({
		left: numbers.between(-3, 3, rows * inner),
		right: numbers.signed(rows * out)
	}),
	outputs: ({ rows, in: inner, out, silu: activated }, { left, right }) => {
		const weightGradient = new Output(inner * out, rows);
		const biasGradient = new Output(out, rows);
		for (let o = 0; o < out; o++) {
			biasGradient.set(
				o,
				sum(rows, (n) => read(right, n * out + o))
			);
			for (let i = 0; i < inner; i++) {
				const product = (n: number) => {
					const value = read(left, n * inner + i);
					return times(activated ? silu(value) : value, read(right, n * out + o));
				};
				weightGradient.set(i * out + o, sum(rows, product));
			}
		}
		return { weightGradient, biasGradient };
	}
});
