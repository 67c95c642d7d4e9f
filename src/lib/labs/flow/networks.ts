/** Through which networks an image flows, and with which weights; the page, the worker's door and the lab share this. */
import { findVariant } from '$lib/model/variants';

/** By the names of the variants. The image has the side that a network's counts are given for. */
export const flowNetworks = ['efficientnetv2-s', 'v2-nano'] as const;
export type FlowNetwork = (typeof flowNetworks)[number];

/** Of the first weights. */
export const flowSeed = 0;
/** Runs of which the times of the parts are medians. */
export const timedRuns = 3;
/** Maps that are shown of a part. */
export const mapsOfPart = 4;

/** Side of the image that enters, pixels. */
export const flowSize = (network: FlowNetwork): number => findVariant(network)?.evalSize ?? 0;
