/** The layers of an inspection, block by block. Pure. */
import { buildGraph } from '$lib/model/build';
import type { GraphOp } from '$lib/model/graph';
import type { BlockOp } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import type { Inspected } from '$lib/state/inspection.svelte';

export type Layer = Inspected['layers'][number];
export type Norm = Inspected['norms'][number];

export interface Part {
	/** `stem`, `head`, or the block's number. */
	readonly id: string;
	/** Index over all blocks, or null for stem and head. */
	readonly block: number | null;
	readonly op: BlockOp | null;
	readonly layers: readonly Layer[];
	/** What enters: the last map of the part before; null for the stem, which the image enters. */
	readonly before: Layer | null;
	readonly after: Layer | null;
}

/** Stem, blocks and head in the order of the forward pass. */
export function partsOf(layers: readonly Layer[], model: string): Part[] {
	const ops = blockOps(model);
	const parts: { id: string; block: number | null; layers: Layer[] }[] = [];
	for (const layer of layers) {
		const id = partId(layer);
		const last = parts.at(-1);
		if (last?.id === id) last.layers.push(layer);
		else parts.push({ id, block: layer.block, layers: [layer] });
	}
	return parts.map((part, index) => ({
		...part,
		op: part.block === null ? null : (ops[part.block] ?? null),
		before: parts[index - 1]?.layers.at(-1) ?? null,
		after: part.layers.at(-1) ?? null
	}));
}

function partId({ block, stage }: Pick<Layer, 'block' | 'stage'>): string {
	return block === null ? stage : String(block);
}

/** The kind of every block of a network, by its index. */
function blockOps(model: string): BlockOp[] {
	const stages = findVariant(model)?.stages ?? [];
	return stages.flatMap(({ op, layers }) => Array.from({ length: layers }, () => op));
}

export interface LayerFacts {
	readonly kind: GraphOp['kind'];
	/** Of convolutions. */
	readonly kernel: number | null;
	/** Whether SiLU follows inside. */
	readonly activation: boolean;
	readonly part: string;
}

/** What makes each layer, by timm's name. */
export function factsOf(model: string, classes: number): Map<string, LayerFacts> {
	const variant = findVariant(model);
	if (variant === undefined) return new Map();
	return new Map(
		buildGraph(variant, { classes }).ops.map((op) => [
			op.name,
			{
				kind: op.kind,
				kernel: 'kernel' in op ? op.kernel : null,
				activation: op.kind === 'batchNorm' && op.activation === 'silu',
				part: partId(op)
			}
		])
	);
}

export interface NormGroup {
	readonly id: string;
	readonly norms: readonly Norm[];
}

/** Norms by stem, block and head: a parameter belongs where the op is whose name it begins with. */
export function normGroups(norms: readonly Norm[], facts: ReadonlyMap<string, LayerFacts>): NormGroup[] {
	const groups: { id: string; norms: Norm[] }[] = [];
	for (const norm of norms) {
		const id = ownerOf(norm.name, facts);
		const last = groups.at(-1);
		if (last?.id === id) last.norms.push(norm);
		else groups.push({ id, norms: [norm] });
	}
	return groups;
}

function ownerOf(parameter: string, facts: ReadonlyMap<string, LayerFacts>): string {
	const steps = parameter.split('.');
	while (steps.length > 1) {
		steps.pop();
		const found = facts.get(steps.join('.'));
		if (found !== undefined) return found.part;
	}
	return parameter;
}

/** Powers of ten around all positive values; null where there is none. */
export function decades(values: readonly number[]): readonly [number, number] | null {
	const positive = values.filter((value) => value > 0 && Number.isFinite(value));
	if (positive.length === 0) return null;
	const low = Math.floor(Math.log10(Math.min(...positive)));
	const high = Math.ceil(Math.log10(Math.max(...positive)));
	return [low, Math.max(high, low + 1)];
}

/** Where a value stands between two powers of ten, 0..1. */
export function logShare(value: number, [low, high]: readonly [number, number]): number {
	if (!(value > 0)) return 0;
	return Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low)));
}
