/** Dense convolution and its two gradients. */
import fc from 'fast-check';
import { read, Output } from './memory';
import { anyEpilogue, epilogueInputs, finishSums } from './epilogue';
import { reference } from './reference';
import { anyChannels, anyWindow, eachTap, inputPixels, outputPixels, taps, windowSorts } from './window';

type Sort = (typeof windowSorts)[number];

const widths = (sort: Sort) => fc.record({ in: anyChannels(sort), out: anyChannels(sort) });

export const conv = reference({
	sorts: windowSorts.map((sort) =>
		fc
			.tuple(anyWindow(sort), widths(sort), anyEpilogue)
			.map(([window, width, epilogue]) => ({ kind: 'conv' as const, ...window, ...width, ...epilogue }))
	),
	inputs: (kernel, numbers) => ({
		x: numbers.signed(inputPixels(kernel) * kernel.in),
		weight: numbers.signed(taps(kernel) * kernel.in * kernel.out),
		...epilogueInputs(kernel, numbers, kernel.out, outputPixels(kernel) * kernel.out)
	}),
	outputs: (kernel, { x, weight, ...rest }) => {
		const { in: inner, out } = kernel;
		const y = new Output(outputPixels(kernel) * out, taps(kernel) * inner);
		eachTap(kernel, (input, tap, output) => {
			for (let i = 0; i < inner; i++) {
				for (let o = 0; o < out; o++) {
					y.add(output * out + o, x[input * inner + i]! * weight[(tap * inner + i) * out + o]!);
				}
			}
		});
		finishSums(y, kernel, rest, out);
		return { y };
	}
});

export const convInputGradient = reference({
	sorts: windowSorts.map((sort) =>
		fc
			.tuple(anyWindow(sort), widths(sort), fc.boolean())
			.map(([window, width, addend]) => ({ kind: 'convInputGradient' as const, ...window, ...width, addend }))
	),
	inputs: (kernel, numbers) => ({
		dy: numbers.signed(outputPixels(kernel) * kernel.out),
		weight: numbers.signed(taps(kernel) * kernel.in * kernel.out),
		addend: kernel.addend ? numbers.signed(inputPixels(kernel) * kernel.in) : null
	}),
	outputs: (kernel, { dy, weight, addend }) => {
		const { in: inner, out } = kernel;
		const dx = new Output(inputPixels(kernel) * inner, taps(kernel) * out);
		if (addend) for (let at = 0; at < dx.length; at++) dx.set(at, read(addend, at));
		eachTap(kernel, (input, tap, output) => {
			for (let i = 0; i < inner; i++) {
				for (let o = 0; o < out; o++) {
					dx.add(input * inner + i, dy[output * out + o]! * weight[(tap * inner + i) * out + o]!);
				}
			}
		});
		return { dx };
	}
});

export const convFilterGradient = reference({
	sorts: windowSorts.map((sort) =>
		fc
			.tuple(anyWindow(sort), widths(sort), fc.integer({ min: 1, max: 5 }))
			.map(([window, width, splits]) => ({
				kind: 'convFilterGradient' as const,
				...window,
				...width,
				splits
			}))
	),
	inputs: (kernel, numbers) => ({
		x: numbers.signed(inputPixels(kernel) * kernel.in),
		dy: numbers.signed(outputPixels(kernel) * kernel.out)
	}),
	outputs: (kernel, { x, dy }) => {
		const { in: inner, out, splits } = kernel;
		const partial = new Output(taps(kernel) * inner * out, outputPixels(kernel), splits);
		eachTap(kernel, (input, tap, output) => {
			for (let i = 0; i < inner; i++) {
				for (let o = 0; o < out; o++) {
					partial.add((tap * inner + i) * out + o, x[input * inner + i]! * dy[output * out + o]!);
				}
			}
		});
		return { partial };
	}
});
