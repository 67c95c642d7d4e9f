/** An output that is a weighted sum over channels: its terms, the bias where there is one, and what follows. */
import { addingUp } from '$lib/labs/walk/addingUp';
import { tapsOf } from '$lib/labs/walk/layers';
import { valueAt, type Place } from '$lib/labs/walk/maps';
import type { ConvolutionStep, MatrixStep } from '$lib/labs/walk/steps';
import { digits } from './numbers';

export interface Term {
	readonly channel: number;
	readonly value: number;
	readonly weight: number;
	/** Rounded so that all terms and the bias add up to the sum as it is shown. */
	readonly product: number;
}

export interface WeightedSum {
	readonly terms: readonly Term[];
	/** Rounded likewise; null where the operation has none. */
	readonly bias: number | null;
	readonly sum: number;
}

function rounded(terms: readonly Omit<Term, 'product'>[], bias: number | null, sum: number): WeightedSum {
	const products = terms.map(({ value, weight }) => value * weight);
	const parts = addingUp([...products, ...(bias === null ? [] : [bias])], sum, digits);
	return {
		terms: terms.map((term, index) => ({ ...term, product: parts[index]! })),
		bias: bias === null ? null : parts.at(-1),
		sum
	};
}

/** The sum behind an output of a 1×1 convolution or of a matrix of squeeze-and-excitation. */
export function weightedSum(step: ConvolutionStep | MatrixStep, place: Place): WeightedSum {
	if ('reads' in step) return rounded(tapsOf(step.before, step, place), null, valueAt(step.after, place));
	const { channel } = place;
	const inputs = step.before.channels;
	const terms = Array.from(step.before.values, (value, index) => ({
		channel: index,
		value,
		weight: step.weight[channel * inputs + index]!
	}));
	return rounded(terms, step.bias[channel]!, step.sums[channel]!);
}
