import {
	bottleneckDefaults,
	bottleneckSettingsSchema,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import { fieldsOfEntries } from '$lib/state/addressed';

/** What the measurements of bottlenecks are set up with, on their page. */
export const bottleneckFields = fieldsOfEntries<BottleneckSettings>(
	bottleneckSettingsSchema.entries,
	bottleneckDefaults
);
