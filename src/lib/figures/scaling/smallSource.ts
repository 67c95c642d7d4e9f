/** What is cut to small images, and how small it is to be. Pure. */
import { fitSmallImages, type SmallNetwork } from '$lib/model/smallImages';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';

/** Stands for the calculator's design among the names of variants. */
export const ownNetwork = 'own';

/** Parameters: about v2-nano, v2-micro, v2-tiny. */
export const smallBudgets = ['250000', '1000000', '3000000'] as const;
export type SmallBudget = (typeof smallBudgets)[number];

/** Between v2-micro's 13 and v2-tiny's 20. */
export const smallBlocks = 16;

export interface SmallSource {
	/** A variant's name, or `own`. */
	readonly network: string;
	readonly budget: SmallBudget;
}

export const firstSource: SmallSource = { network: ownNetwork, budget: '1000000' };

/** The chosen network: `own` where it is the design, or where the name is none. */
export const sourceOf = ({ network }: SmallSource, own: Variant): Variant => findVariant(network) ?? own;

export const cut = (base: Variant, { budget }: SmallSource): SmallNetwork =>
	fitSmallImages(base, { parameters: Number(budget), blocks: smallBlocks });
