import { fieldsOfEntries, oneOf, whole } from '$lib/state/addressed';
import { firstFusedSettings } from '$lib/state/blocks/fused.svelte';
import { firstBlockSettings } from '$lib/state/blocks/lab.svelte';
import { blockSettingsSchema } from '$lib/worker/blocksProtocol';
import { fusedSettingsSchema } from '$lib/worker/fusedProtocol';

const { own, ...others } = blockSettingsSchema.entries;
const { own: firstOwn, ...first } = firstBlockSettings;

/** What the page of blocks draws and measures. */
export const blocksFields = {
	...fieldsOfEntries(others, first),
	stage: whole(1, 7, 2),
	scope: oneOf(['stage', 'block'])
};

/** The block of the reader's own sizes. */
export const ownBlockFields = fieldsOfEntries(own.entries, firstOwn);

/** What Table 3 is measured with. */
export const fusedFields = fieldsOfEntries(fusedSettingsSchema.entries, firstFusedSettings);

export const blockPasses = ['stepMs', 'forwardMs', 'backwardMs'] as const;
/** Which times of a result are drawn. */
export const resultFields = { pass: oneOf(blockPasses) };
