/** A network of the reader's own: a base, and by what it is scaled. Pure. */
import * as v from 'valibot';
import { growVariant } from '$lib/model/growth';
import { scaleVariant } from '$lib/model/scaling';
import type { Variant } from '$lib/model/variant';
import { findVariant, variantNames } from '$lib/model/variants';

const real = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Stages that a base has at most. */
export const mostStages = 7;

export const designSchema = v.object({
	/** Name of a variant. */
	base: v.picklist(variantNames),
	/** `compound`: α, β, γ and φ. `grown`: factors, a largest image size, blocks added by stage. */
	method: v.picklist(['compound', 'grown']),
	/** Factors of depth, width and image size for φ = 1. */
	alpha: real(1, 2),
	beta: real(1, 2),
	gamma: real(1, 2),
	phi: real(0, 10),
	/** Factors of the base's depth, width and image size. */
	depth: real(0.1, 10),
	width: real(0.1, 10),
	resolution: real(0.1, 5),
	/** Image sides stop growing here, pixels. */
	cap: whole(16, 1024),
	/** Blocks added to each stage after scaling. */
	added: v.pipe(v.array(whole(0, 40)), v.length(mostStages)),
	/** Blocks of a further stage at the end. */
	lastLayers: whole(0, 40),
	/** As `Growth` of model/growth.ts has them. */
	fixedHead: v.boolean(),
	narrowStem: v.boolean(),
	/** Images of a training step, for the memory. */
	batch: whole(1, 4096),
	/** Name of the variant that the result is held against. */
	against: v.picklist(variantNames)
});
export type Design = v.InferOutput<typeof designSchema>;
export type DesignField = Exclude<keyof Design, 'added'> | `added.${number}`;

/** What numbers of a sensible range may still make together: more than anybody wants to look at. */
export const designLimits = { blocks: 300, channels: 8192, size: 1024, leastSize: 8 } as const;

export interface DesignProblem {
	readonly kind: keyof typeof designLimits;
	/** What the design would have. */
	readonly value: number;
}

/** Factors that a design scales its base by, and the side of its images, pixels. */
export function factorsOf(design: Design): { depth: number; width: number; imageSize: number } {
	const { method, alpha, beta, gamma, phi, depth, width, resolution, cap } = design;
	const own = baseOf(design).evalSize;
	if (method === 'compound') {
		return { depth: alpha ** phi, width: beta ** phi, imageSize: Math.round(own * gamma ** phi) };
	}
	return { depth, width, imageSize: Math.min(cap, Math.round(own * resolution)) };
}

/** The variant that a design begins with. Throws RangeError for a name that the schema refuses. */
export function baseOf({ base }: Pick<Design, 'base'>): Variant {
	const variant = findVariant(base);
	if (variant === undefined) throw new RangeError(`There is no network ${base}.`);
	return variant;
}

/** The block table that follows, called `name`. V1's bases round channels with V1's guard, all others without. */
export function designVariant(design: Design, name: string): Variant {
	const base = baseOf(design);
	const { depth, width, imageSize } = factorsOf(design);
	const guard = base.family === 'efficientnet_v1';
	const scaling = { name, depth, width, evalSize: imageSize, dropout: base.dropout, guard };
	return design.method === 'compound' ? scaleVariant(base, scaling) : growVariant(base, scaling, design);
}

/** What is too large or too small about a design whose numbers are each in their range; null: nothing. */
export function designProblem(design: Design): DesignProblem | null {
	const { stages, evalSize, headChannels } = designVariant(design, '');
	const blocks = stages.reduce((sum, { layers }) => sum + layers, 0);
	const channels = Math.max(headChannels, ...stages.map(({ out }) => out));
	if (blocks > designLimits.blocks) return { kind: 'blocks', value: blocks };
	if (channels > designLimits.channels) return { kind: 'channels', value: channels };
	if (evalSize > designLimits.size) return { kind: 'size', value: evalSize };
	return evalSize < designLimits.leastSize ? { kind: 'leastSize', value: evalSize } : null;
}
