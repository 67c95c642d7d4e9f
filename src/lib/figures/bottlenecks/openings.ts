import {
	bottleneckDefaults,
	bottleneckSettingsSchema,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import { fieldsOfEntries, oneOf } from '$lib/state/addressed';

/** What the measurements of bottlenecks are set up with, on their page. */
export const bottleneckFields = fieldsOfEntries<BottleneckSettings>(
	bottleneckSettingsSchema.entries,
	bottleneckDefaults
);

export const passes = ['forward', 'backward'] as const;
export type Pass = (typeof passes)[number];

/** Whose time the drawing of convolutions shows. */
export const passFields = { pass: oneOf(passes) };
