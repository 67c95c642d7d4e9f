/** From what the reader enters to settings. */
import * as v from 'valibot';
import {
	bottleneckLimits,
	bottleneckSettingsSchema,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import type { Variant } from '$lib/model/variant';
import { fieldError, type FieldError } from '../field';

export type BottleneckField = keyof BottleneckSettings;

/** Image sizes as they are typed: numbers with commas or spaces between, in any script. What is no number becomes NaN. */
export function typedSizes(text: string): number[] {
	const parts = text.split(/[\s,;，、；]+/).filter((part) => part !== '');
	return [...new Set(parts.map(Number))].sort((a, b) => a - b);
}

export type Checked =
	| { readonly settings: BottleneckSettings; readonly error: null }
	| { readonly settings: null; readonly error: FieldError };

/** Settings as they would be, or what is wrong with them. */
export function checked(settings: BottleneckSettings): Checked {
	const result = v.safeParse(bottleneckSettingsSchema, settings);
	if (result.success) return { settings: result.output, error: null };
	return { settings: null, error: fieldError(result.issues[0]) };
}

/** Floats that training keeps of a parameter: itself, its gradient, its momentum. */
const FLOATS_OF_PARAMETER = 3;
/** Floats that a step keeps of each convolution's output, about: it, what batch norm makes of it, gradients on the way. */
const FLOATS_OF_OUTPUT = 2.6;
const FEW_IMAGES = 5;
/** As far as the slider goes, MiB: what a processor's engine has room for. The field takes more. */
export const sliderMemory = 1536;
const MIB = 2 ** 20;

/**
 * A memory to begin with, MiB: room for the weights and about five images of the largest size. A guess for the slider;
 * what fits is asked of the engine's plans.
 */
export function startingMemory(variant: Variant, sizes: readonly number[]): number {
	const { parameters, convOutputElements } = countGraph(buildGraph(variant), Math.max(...sizes));
	const floats = FLOATS_OF_PARAMETER * parameters + FLOATS_OF_OUTPUT * FEW_IMAGES * convOutputElements;
	const mebibytes = (4 * floats) / MIB;
	const step = mebibytes > 128 ? 64 : 16;
	const { min } = bottleneckLimits.memory;
	return Math.min(sliderMemory, Math.max(min, step * Math.ceil(mebibytes / step)));
}
