/** Softmax cross-entropy with soft, smoothed targets, and the step's row of numbers. */
import fc from 'fast-check';
import { SCALAR } from '$lib/engine/plan/scalars';
import { exact, minus, over, plus, root, times, type Measured } from './measured';
import { Output, read, sum } from './memory';
import { reference } from './reference';
import { anyScalars } from './scalars';

const indexOfLargest = (values: Float32Array) => values.indexOf(Math.max(...values));

/** Logarithms of the probabilities of one image. */
function logProbabilities(logits: Float32Array): Measured[] {
	const top = Math.max(...logits);
	const logSum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit - top), 0));
	// The logarithm of a number from 1 on: its rounding is at least that of 1.
	const common = { value: top + logSum, size: Math.abs(top) + logSum + 1 };
	return [...logits].map((logit) => minus(exact(logit), common));
}

export const loss = reference({
	sorts: [
		fc
			.record({ batch: fc.integer({ min: 1, max: 70 }), classes: fc.integer({ min: 1, max: 40 }) })
			.map((shape) => ({ kind: 'loss' as const, ...shape }))
	],
	inputs: ({ batch, classes }, numbers) => ({
		logits: numbers.between(-20, 20, batch * classes),
		targets: numbers.shares(batch, classes),
		scalars: anyScalars(numbers, 0)
	}),
	outputs: ({ batch, classes }, { logits, targets, scalars }) => {
		const dlogits = new Output(batch * classes, classes);
		const rows = new Output(2 * batch, classes);
		const smoothing = scalars[SCALAR.labelSmoothing]!;
		for (let n = 0; n < batch; n++) {
			const [from, to] = [n * classes, (n + 1) * classes];
			const [scores, wanted] = [logits.subarray(from, to), targets.subarray(from, to)];
			logProbabilities(scores).forEach((logProbability, c) => {
				const aim = exact((1 - smoothing) * wanted[c]! + smoothing / classes);
				const part = times(aim, logProbability);
				rows.add(2 * n, -part.value, part.size);
				const probability = Math.exp(logProbability.value);
				const size = probability * (1 + logProbability.size);
				const error = minus({ value: probability, size }, aim);
				dlogits.set(from + c, times(error, exact(1 / batch)));
			});
			const right = indexOfLargest(scores) === indexOfLargest(wanted);
			rows.set(2 * n + 1, { value: right ? 1 : 0, size: 0 });
		}
		return { dlogits, rows };
	}
});

export const squares = reference({
	sorts: [
		fc
			.record({ size: fc.integer({ min: 1, max: 20 }), slices: fc.integer({ min: 1, max: 100 }) })
			.map(({ size, slices }) => ({ kind: 'squares' as const, size: 64 * size, slices }))
	],
	inputs: ({ size }, numbers) => ({ gradients: numbers.signed(size) }),
	outputs: ({ size, slices }, { gradients }) => {
		const partial = new Output(1, size, slices);
		for (const gradient of gradients) partial.add(0, gradient ** 2);
		return { partial };
	}
});

export const finish = reference({
	// The norm's limit is 1: some gradients are beyond it, some within.
	sorts: [
		{ least: 5, most: 200 },
		{ least: 1, most: 2 }
	].map(({ least, most }) =>
		fc
			.record({ slices: fc.integer({ min: least, max: most }), batch: fc.integer({ min: 1, max: 150 }) })
			.map((shape) => ({ kind: 'finish' as const, ...shape }))
	),
	inputs: ({ slices, batch }, numbers) => ({
		partial: numbers.between(0.3, 0.45, slices),
		rows: numbers.between(0, 2, 2 * batch).map((value, i) => (i % 2 === 0 ? value : Math.floor(value))),
		scalars: anyScalars(numbers, 0)
	}),
	outputs: ({ slices, batch }, { partial, rows, scalars }) => {
		const row = new Output(4, Math.max(slices, batch));
		const limit = exact(scalars[SCALAR.clipNorm]!);
		const norm = root(sum(slices, (slice) => read(partial, slice)));
		row.set(
			0,
			times(
				sum(batch, (n) => read(rows, 2 * n)),
				exact(1 / batch)
			)
		);
		row.set(1, { value: sum(batch, (n) => read(rows, 2 * n + 1)).value, size: 0 });
		row.set(2, norm);
		row.set(3, norm.value > limit.value ? over(limit, plus(norm)) : { value: 1, size: 0 });
		return { row };
	}
});
