/** The parts of a network with what each costs: the rows of the figure, before anything has run. Pure. */
import { flowSize, type FlowNetwork } from '$lib/labs/flow/networks';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import type { BlockOp } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';

export interface FlowRow {
	/** As the count tables name it. */
	readonly name: string;
	/** From 1; null for stem, head and classifier. */
	readonly stage: number | null;
	/** Null outside the stages. */
	readonly op: BlockOp | null;
	readonly blocks: number;
	/** Of what leaves it, pixels; 1 for the classifier's scores. */
	readonly side: number;
	readonly channels: number;
	readonly parameters: number;
	/** Multiply-adds of an image. */
	readonly macs: number;
}

/** In the order of the network. */
export function flowRows(network: FlowNetwork): FlowRow[] {
	const variant = findVariant(network);
	if (variant === undefined) return [];
	const { stages } = countGraph(buildGraph(variant), flowSize(network));
	return stages.map(({ name, blocks, outSize, outChannels, parameters, macs }) => {
		const number = /^stage(\d+)$/.exec(name)?.[1];
		const stage = number === undefined ? null : Number(number);
		const op = stage === null ? null : (variant.stages[stage - 1]?.op ?? null);
		return { name, stage, op, blocks, side: outSize, channels: outChannels, parameters, macs };
	});
}
