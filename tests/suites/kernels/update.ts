/** The optimisers (equations: `OptimizerSpec` in executor.ts), running statistics, and the folding of batch norm. */
import fc from 'fast-check';
import { ALIGNMENT } from '$lib/engine/plan/flatLayout';
import { SCALAR } from '$lib/engine/plan/scalars';
import type { OptimizerKernelSpec, UpdateKernel } from '$lib/engine/plan/stepKernels';
import { exact, inverseRoot, minus, over, plus, root, times, type Measured } from './measured';
import { Output, read, type Numbers } from './memory';
import { reference } from './reference';
import { anyScalars } from './scalars';
import { channels } from './window';

const optimizers: readonly OptimizerKernelSpec[] = [
	{ optimizer: 'sgd', momentum: 0.9 },
	{ optimizer: 'rmsprop', decay: 0.9, momentum: 0.8, epsilon: 1e-3 },
	{ optimizer: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
];

interface Before {
	readonly g: Measured;
	readonly p: Measured;
	readonly momentum: Measured;
	readonly square: Measured;
	readonly decay: Measured;
	readonly rate: Measured;
	/** 1 - beta^count of AdamW's two averages. */
	readonly corrections: readonly [Measured, Measured];
}

type After = Pick<Before, 'p' | 'momentum' | 'square'>;

/** share·old + (1 - share)·fresh */
function average(share: number, old: Measured, fresh: Measured): Measured {
	return plus(times(exact(share), old), times(exact(1 - share), fresh));
}

function updated(kernel: OptimizerKernelSpec, before: Before): After {
	const { p, rate, decay, square } = before;
	switch (kernel.optimizer) {
		case 'sgd': {
			const g = plus(before.g, times(decay, p));
			const momentum = plus(times(exact(kernel.momentum), before.momentum), g);
			const step = plus(g, times(exact(kernel.momentum), momentum));
			return { p: minus(p, times(rate, step)), momentum, square };
		}
		case 'rmsprop': {
			const g = plus(before.g, times(decay, p));
			const fresh = average(kernel.decay, square, times(g, g));
			const scaled = times(rate, g, inverseRoot(plus(fresh, exact(kernel.epsilon))));
			const momentum = plus(times(exact(kernel.momentum), before.momentum), scaled);
			return { p: minus(p, momentum), momentum, square: fresh };
		}
		case 'adamw': {
			const momentum = average(kernel.beta1, before.momentum, before.g);
			const fresh = average(kernel.beta2, square, times(before.g, before.g));
			const [first, second] = before.corrections;
			const below = plus(root(over(fresh, second)), exact(kernel.epsilon));
			const step = times(rate, over(over(momentum, first), below));
			return { p: minus(times(p, minus(exact(1), times(rate, decay))), step), momentum, square: fresh };
		}
	}
}

function updateInputs({ size, optimizer, ema }: UpdateKernel, numbers: Numbers) {
	return {
		gradients: numbers.signed(size),
		decay: numbers.mask(1, Math.ceil(size / ALIGNMENT)),
		scalars: anyScalars(numbers, 0),
		row: numbers.between(0.5, 1, 4),
		parameters: numbers.signed(size),
		momentum: numbers.signed(size),
		square: optimizer === 'sgd' ? null : numbers.between(0.01, 1, size),
		ema: ema ? numbers.signed(size) : null
	};
}

export const update = reference({
	sorts: optimizers.flatMap((optimizer) =>
		[false, true].map((ema) =>
			fc
				.integer({ min: 1, max: 5 })
				.map((runs): UpdateKernel => ({ kind: 'update', ...optimizer, size: runs * ALIGNMENT, ema }))
		)
	),
	inputs: updateInputs,
	outputs: (kernel, { gradients, decay, scalars, row, parameters, momentum, square, ema }) => {
		const scalar = (place: keyof typeof SCALAR) => read(scalars, SCALAR[place]);
		const written = { parameters: Output.over(parameters), momentum: Output.over(momentum) };
		const squares = Output.over(square ?? new Float32Array());
		const averages = Output.over(ema ?? new Float32Array());
		for (let at = 0; at < kernel.size; at++) {
			const after = updated(kernel, {
				g: times(read(gradients, at), read(row, 3)),
				p: read(parameters, at),
				momentum: read(momentum, at),
				square: square ? read(square, at) : exact(0),
				decay: times(scalar('weightDecay'), read(decay, Math.floor(at / ALIGNMENT))),
				rate: scalar('learningRate'),
				corrections: [scalar('correction1'), scalar('correction2')]
			});
			written.parameters.set(at, after.p);
			written.momentum.set(at, after.momentum);
			squares.set(at, after.square);
			if (ema) averages.set(at, average(scalar('emaDecay').value, read(ema, at), after.p));
		}
		return { ...written, ...(square && { square: squares }), ...(ema && { ema: averages }) };
	}
});

export const statistics = reference({
	sorts: [false, true].map((ema) =>
		fc
			.integer({ min: 1, max: 5 })
			.map((runs) => ({ kind: 'statistics' as const, size: runs * ALIGNMENT, momentum: 0.99, ema }))
	),
	inputs: ({ size, ema }, numbers) => ({
		batchStatistics: numbers.signed(size),
		scalars: anyScalars(numbers, 0),
		statistics: numbers.signed(size),
		ema: ema ? numbers.signed(size) : null
	}),
	outputs: ({ size, momentum }, { batchStatistics, scalars, statistics: running, ema }) => {
		const after = Output.over(running);
		const averages = Output.over(ema ?? new Float32Array());
		for (let at = 0; at < size; at++) {
			after.set(at, average(momentum, read(running, at), read(batchStatistics, at)));
			if (ema) averages.set(at, average(scalars[SCALAR.emaDecay]!, read(ema, at), after.at(at)));
		}
		return { statistics: after, ...(ema && { ema: averages }) };
	}
});

export const fold = reference({
	sorts: [
		fc
			.record({ rows: fc.integer({ min: 1, max: 60 }), channels, gaps: fc.tuple(fc.nat(64), fc.nat(64)) })
			.map(({ rows, channels: width, gaps: [first, second] }) => ({
				kind: 'fold' as const,
				rows,
				channels: width,
				epsilon: 1e-3,
				affineStride: width + first,
				statisticsStride: width + second
			}))
	],
	inputs: ({ rows, channels: width, affineStride, statisticsStride }, numbers) => ({
		weight: numbers.signed(rows * width),
		affine: numbers.signed(affineStride + width),
		statistics: numbers.between(0.1, 2, statisticsStride + width)
	}),
	outputs: ({ rows, channels: width, epsilon, affineStride, statisticsStride }, given) => {
		const foldedWeight = new Output(rows * width);
		const foldedBias = new Output(width);
		for (let c = 0; c < width; c++) {
			const variance = plus(read(given.statistics, statisticsStride + c), exact(epsilon));
			const scale = times(read(given.affine, c), inverseRoot(variance));
			const shift = times(read(given.statistics, c), scale);
			foldedBias.set(c, minus(read(given.affine, affineStride + c), shift));
			for (let row = 0; row < rows; row++) {
				foldedWeight.set(row * width + c, times(read(given.weight, row * width + c), scale));
			}
		}
		return { foldedWeight, foldedBias };
	}
});
