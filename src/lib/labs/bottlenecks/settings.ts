/** What can be set of the three measurements; the page's form, the worker's door and `lab` share the limits. */
import * as v from 'valibot';
import { variantNames } from '$lib/model/variants';

/** In the order of the page: image size and batch, depthwise early and late, uniform scaling. */
export const bottleneckParts = ['size', 'depthwise', 'scaling'] as const;
export type BottleneckPart = (typeof bottleneckParts)[number];

/** Least and largest value. */
export const bottleneckLimits = {
	/** Image side, pixels. */
	size: { min: 8, max: 1024 },
	/** Image sizes at once. */
	sizes: { min: 1, max: 8 },
	/** MiB. */
	memory: { min: 16, max: 65_536 },
	/** Images of a step. */
	batch: { min: 1, max: 512 },
	/** Turns. */
	repeats: { min: 1, max: 100 }
} as const;

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
	v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const { sizes } = bottleneckLimits;

export const bottleneckSettingsSchema = v.object({
	/** The network of all three parts. */
	model: v.picklist(variantNames),
	/** The network that the third part sets beside it. */
	against: v.picklist(variantNames),
	/** Image sizes of the first part, pixels. */
	sizes: v.pipe(v.array(within(bottleneckLimits.size)), v.minLength(sizes.min), v.maxLength(sizes.max)),
	/** What a step of the first part may take, MiB. */
	memory: within(bottleneckLimits.memory),
	/** Image size of the second and third part, pixels. */
	size: within(bottleneckLimits.size),
	/** Images of a step; in the first part the batch that stays as it is. */
	batch: within(bottleneckLimits.batch),
	repeats: within(bottleneckLimits.repeats)
});
export type BottleneckSettings = v.InferOutput<typeof bottleneckSettingsSchema>;

/** What takes seconds on a processor. */
export const bottleneckDefaults: BottleneckSettings = {
	model: 'efficientnet-b0',
	against: 'efficientnetv2-b0',
	sizes: [32, 64, 96, 128],
	memory: 192,
	size: 64,
	batch: 4,
	repeats: 5
};
