/** How the calculators can be opened: each with its own fields of a design. */
import { fieldsOfEntries, flag, within } from '$lib/state/addressed';
import { designSchema, type Design } from '$lib/state/scaling/design';
import { presets } from './presets';

/** Every field of a design, as it begins in one. */
export const designFields = (begin: Design) => fieldsOfEntries<Design>(designSchema.entries, begin);

/** Compound scaling's sliders. */
export const compoundFields = {
	alpha: within(1, 1.5, presets.b1.alpha),
	beta: within(1, 1.3, presets.b1.beta),
	gamma: within(1, 1.3, presets.b1.gamma),
	phi: within(0, 7, presets.b1.phi)
};

/** Folds below a design: the table of its blocks, and the networks drawn. */
export const resultFields = { blocks: flag(false), drawn: flag(false) };
