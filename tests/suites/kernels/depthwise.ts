/** Depthwise convolution and its two gradients. */
import fc from 'fast-check';
import { read, Output } from './memory';
import { anyEpilogue, epilogueInputs, finishSums } from './epilogue';
import { reference } from './reference';
import { anyChannels, anyWindow, eachTap, inputPixels, outputPixels, taps, windowSorts } from './window';

export const depthwise = reference({
	sorts: windowSorts.map((sort) =>
		fc.tuple(anyWindow(sort), anyChannels(sort), anyEpilogue).map(([window, width, epilogue]) => ({
			kind: 'depthwise' as const,
			...window,
			channels: width,
			...epilogue
		}))
	),
	inputs: (kernel, numbers) => ({
		x: numbers.signed(inputPixels(kernel) * kernel.channels),
		weight: numbers.signed(taps(kernel) * kernel.channels),
		...epilogueInputs(kernel, numbers, kernel.channels, outputPixels(kernel) * kernel.channels)
	}),
	outputs: (kernel, { x, weight, ...rest }) => {
		const width = kernel.channels;
		const y = new Output(outputPixels(kernel) * width, taps(kernel));
		eachTap(kernel, (input, tap, output) => {
			for (let c = 0; c < width; c++)
				y.add(output * width + c, x[input * width + c]! * weight[tap * width + c]!);
		});
		finishSums(y, kernel, rest, width);
		return { y };
	}
});

export const depthwiseInputGradient = reference({
	sorts: windowSorts.map((sort) =>
		fc.tuple(anyWindow(sort), anyChannels(sort), fc.boolean()).map(([window, width, addend]) => ({
			kind: 'depthwiseInputGradient' as const,
			...window,
			channels: width,
			addend
		}))
	),
	inputs: (kernel, numbers) => ({
		dy: numbers.signed(outputPixels(kernel) * kernel.channels),
		weight: numbers.signed(taps(kernel) * kernel.channels),
		addend: kernel.addend ? numbers.signed(inputPixels(kernel) * kernel.channels) : null
	}),
	outputs: (kernel, { dy, weight, addend }) => {
		const width = kernel.channels;
		const dx = new Output(inputPixels(kernel) * width, taps(kernel));
		if (addend) for (let at = 0; at < dx.length; at++) dx.set(at, read(addend, at));
		eachTap(kernel, (input, tap, output) => {
			for (let c = 0; c < width; c++)
				dx.add(input * width + c, dy[output * width + c]! * weight[tap * width + c]!);
		});
		return { dx };
	}
});

export const depthwiseFilterGradient = reference({
	sorts: windowSorts.map((sort) =>
		fc
			.tuple(anyWindow(sort), anyChannels(sort), fc.integer({ min: 1, max: 5 }))
			.map(([window, width, splits]) => ({
				kind: 'depthwiseFilterGradient' as const,
				...window,
				channels: width,
				splits
			}))
	),
	inputs: (kernel, numbers) => ({
		x: numbers.signed(inputPixels(kernel) * kernel.channels),
		dy: numbers.signed(outputPixels(kernel) * kernel.channels)
	}),
	outputs: (kernel, { x, dy }) => {
		const { channels: width, splits } = kernel;
		const partial = new Output(taps(kernel) * width, outputPixels(kernel), splits);
		eachTap(kernel, (input, tap, output) => {
			for (let c = 0; c < width; c++)
				partial.add(tap * width + c, x[input * width + c]! * dy[output * width + c]!);
		});
		return { partial };
	}
});
