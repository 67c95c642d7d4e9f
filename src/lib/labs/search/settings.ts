/** What a search is set up with. Whatever decides what is trained and how candidates are found is here. */
import * as v from 'valibot';
import { findVariant, variantNames } from '$lib/model/variants';
import { exponentRange } from './reward';

/** Says what a field takes; the parser puts the field's name before it. */
function field<Schema extends v.GenericSchema>(message: string, schema: Schema) {
	return v.config(schema, { message });
}

function whole(min: number, max: number) {
	const schema = v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
	return field(`must be a whole number from ${min} to ${max}`, schema);
}

const { min, max } = exponentRange;
const exponent = field(
	`must be a number from ${min} to ${max}`,
	v.pipe(v.number(), v.minValue(min), v.maxValue(max))
);

/** The networks whose channels a search can reuse: those for small images, without their twins. */
export const backbones: readonly string[] = variantNames.filter(
	(name) => findVariant(name)?.family === 'small' && !/-(mbconv|fused)$/.test(name)
);

/** `random`: each candidate is drawn anew; `evolution`: regularised (ageing) evolution, Real et al. 2019. */
export const algorithms = ['random', 'evolution'] as const;

export const searchSettingsSchema = v.strictObject({
	backbone: field(`must be one of ${backbones.join(', ')}`, v.picklist(backbones)),
	algorithm: field(`must be ${algorithms.join(' or ')}`, v.picklist(algorithms)),
	/** Of candidates, initial weights, batches and the split of the training images. */
	seed: whole(0, 0xffffffff),
	/** Candidates at most, the backbone among them. */
	candidates: whole(1, 1000),
	/** Time at most, pauses left out. */
	minutes: field(
		'must be a number above 0, at most 1440',
		v.pipe(v.number(), v.gtValue(0), v.maxValue(1440))
	),
	w: exponent,
	v: exponent,
	/** Training steps of each candidate. */
	steps: whole(10, 10_000),
	batch: whole(4, 256),
	/** Image side, pixels. */
	size: whole(8, 64),
	/** Evolution: candidates that live; the next one makes the oldest die. */
	population: whole(2, 100),
	/** Evolution: candidates that are drawn to find a parent, the best of which it is. */
	tournament: whole(1, 64)
});

export type SearchSettings = Readonly<v.InferOutput<typeof searchSettingsSchema>>;

/** Twenty candidates in a few minutes on two cores without a graphics card; the exponents are the paper's. */
export const defaultSearch: SearchSettings = {
	backbone: 'v2-pico',
	algorithm: 'evolution',
	seed: 0,
	candidates: 20,
	minutes: 5,
	w: -0.07,
	v: -0.05,
	steps: 250,
	batch: 32,
	size: 16,
	population: 8,
	tournament: 3
};

/** Training images that a search makes where the reader brings none. */
export const defaultImages = 2000;
