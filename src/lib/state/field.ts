import type * as v from 'valibot';
import type { LearningRateConfig, RunConfig, StageConfig } from '$lib/recipe/config';

/** Where a value of the configuration stands, as `stages.0.size` or `learningRate.peak`. */
export type Field =
	| Exclude<keyof RunConfig, 'version'>
	| `stages.${number}.${keyof StageConfig}`
	| `learningRate.${keyof LearningRateConfig}`
	| `optimizer.${'momentum' | 'decay' | 'epsilon' | 'beta1' | 'beta2'}`
	| `data.${'seed' | 'train' | 'test' | 'noise' | 'labelNoise'}`;

/** Why a value was not taken; the page words it. */
export type FieldError =
	| { readonly kind: 'number' | 'whole' | 'unknown' }
	| { readonly kind: 'at-least' | 'at-most' | 'above'; readonly limit: number };

const limitKinds = {
	min_value: 'at-least',
	min_length: 'at-least',
	max_value: 'at-most',
	max_length: 'at-most',
	gt_value: 'above'
} as const;

function isLimit(type: string): type is keyof typeof limitKinds {
	return type in limitKinds;
}

/** What the first thing wrong with a value is. */
export function fieldError(issue: v.BaseIssue<unknown>): FieldError {
	if (isLimit(issue.type) && 'requirement' in issue && typeof issue.requirement === 'number') {
		return { kind: limitKinds[issue.type], limit: issue.requirement };
	}
	if (issue.type === 'integer') return { kind: 'whole' };
	return { kind: issue.type === 'number' || issue.type === 'finite' ? 'number' : 'unknown' };
}

/** What is wrong between fields, as an error of the one that was edited: a batch needs as many training images. */
export function crossError({ batch, data }: RunConfig, field: Field): FieldError | null {
	const images = data.train ?? Infinity;
	if (batch <= images) return null;
	if (field === 'batch') return { kind: 'at-most', limit: images };
	return field === 'data.train' ? { kind: 'at-least', limit: batch } : null;
}

/** Whether two configurations describe the same run. The order of keys does not matter. */
export function sameConfig(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const left = new Map<string, unknown>(Object.entries(a));
	const right = new Map<string, unknown>(Object.entries(b));
	return left.size === right.size && [...left].every(([key, value]) => sameConfig(value, right.get(key)));
}
