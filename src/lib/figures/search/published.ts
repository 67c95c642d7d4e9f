/** The published networks that the reward ranks, with their source: pure. */
import { breakEven, reward, type Exponents } from '$lib/labs/search/reward';
import { fusedB4, trainedNetworks } from '$lib/paper/search';

/** `trained`: Table 7; the others: Table 3 by the device whose images/s are taken. */
export const publishedSources = ['trained', 'tpu', 'v100'] as const;
export type PublishedSource = (typeof publishedSources)[number];

export interface Published {
	/** A name, or what is fused in EfficientNet-B4. */
	readonly name: string;
	readonly fused: 'none' | '1-3' | '1-5' | '1-7' | null;
	/** Per cent. */
	readonly top1: number;
	/** Hours of training (Table 7) or ms of an image (Table 3). */
	readonly time: number;
	/** Millions. */
	readonly parameters: number;
}

/** The networks of a table; the first is the one that the others are counted in. */
export function publishedNetworks(source: PublishedSource): Published[] {
	if (source === 'trained') {
		return trainedNetworks.value.map(({ model, top1, time, parametersM }) => {
			return { name: model, fused: null, top1, time, parameters: parametersM };
		});
	}
	return fusedB4.value.map((row) => {
		const time = 1000 / row[source];
		return { name: row.fused, fused: row.fused, top1: row.top1, time, parameters: row.parametersM };
	});
}

export interface RankedNetwork {
	readonly network: Published;
	/** Per cent. */
	readonly reward: number;
	/** Place by accuracy alone, from 1; equals share it. */
	readonly byAccuracy: number;
}

/** The highest reward first. */
export function rankedNetworks(networks: readonly Published[], exponents: Exponents): RankedNetwork[] {
	const [reference] = networks;
	if (reference === undefined) return [];
	return networks
		.map((network) => ({
			network,
			reward: reward(network.top1, network, reference, exponents),
			byAccuracy: 1 + networks.filter(({ top1 }) => top1 > network.top1).length
		}))
		.sort((a, b) => b.reward - a.reward);
}

export const costAxes = ['time', 'parameters'] as const;
export type CostAxis = (typeof costAxes)[number];

/** Where a network is drawn: doublings of the reference's cost, and its accuracy with the other cost priced in. */
export function pricedPoint(
	network: Published,
	reference: Published,
	axis: CostAxis,
	{ w, v }: Exponents
): { readonly x: number; readonly y: number } {
	const others = axis === 'time' ? { w: 0, v } : { w, v: 0 };
	return {
		x: Math.log2(network[axis] / reference[axis]),
		y: reward(network.top1, network, reference, others)
	};
}

/** The height of the curve of a reward after so many doublings. */
export function isoReward(level: number, doublings: number, exponent: number): number {
	return breakEven(level, 2 ** doublings, exponent);
}
