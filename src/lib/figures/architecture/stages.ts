/** A network stage by stage: what is drawn of it and what each stage costs, counted from its graph. */
import { drawing, drawStages, type DrawnStage } from '$lib/figures/network/drawing';
import { buildGraph } from '$lib/model/build';
import { countGraph, type Counts, type StageCounts } from '$lib/model/counts';
import type { Variant } from '$lib/model/variant';

export const measures = ['parameters', 'macs', 'convOutputElements'] as const;
export type Measure = (typeof measures)[number];

export interface NetworkView {
	readonly name: string;
	/** Side of the image that enters, pixels. */
	readonly imageSize: number;
	readonly counts: Counts;
	/** By the names of the count tables: `stem`, `stage1` …, `head_conv`, `classifier`. */
	readonly stages: ReadonlyMap<string, StageView>;
}

export interface StageView extends StageCounts {
	/** Null for stem, head and classifier. */
	readonly drawn: DrawnStage | null;
	/** Shares of the whole network, 0 to 1. */
	readonly shares: Readonly<Record<Measure, number>>;
}

/** A network and the side of the images that enter it, pixels. */
export interface Sized {
	readonly variant: Variant;
	readonly imageSize: number;
}

/**
 * What the page shows of networks that stand beside each other: drawn to one scale. Throws RangeError for a side that
 * is no positive integer.
 */
export function networkViews(networks: readonly [Sized, Sized]): [NetworkView, NetworkView] {
	const counts = networks.map(({ variant, imageSize }) => countGraph(buildGraph(variant), imageSize));
	const sides = counts.flatMap(({ stages }) =>
		stages.filter(({ name }) => /^stage\d/.test(name)).map(({ outSize }) => outSize)
	);
	const tallest = Math.max(...sides);
	const view = (index: 0 | 1) => networkView(networks[index], counts[index]!, tallest);
	return [view(0), view(1)];
}

function networkView({ variant, imageSize }: Sized, counts: Counts, tallest: number): NetworkView {
	const drawn = drawStages(variant, imageSize, tallest);
	const share = (stage: StageCounts, measure: Measure) => stage[measure] / counts[measure];
	const stages = counts.stages.map((stage): [string, StageView] => [
		stage.name,
		{
			...stage,
			drawn: drawn.find(({ stage: number }) => `stage${number}` === stage.name) ?? null,
			shares: {
				parameters: share(stage, 'parameters'),
				macs: share(stage, 'macs'),
				convOutputElements: share(stage, 'convOutputElements')
			}
		}
	]);
	return { name: variant.name, imageSize, counts, stages: new Map(stages) };
}

/** The names of all stages that one of the networks has, from image to classifier. */
export function stageNames(networks: readonly NetworkView[]): string[] {
	const names = new Set(networks.flatMap(({ stages }) => [...stages.keys()]));
	const last = ['head_conv', 'classifier'];
	return [...[...names].filter((name) => !last.includes(name)), ...last];
}

/** The room of a stage's drawing, in drawing units. */
export const room = { width: 320, cap: drawing.cap } as const;

/** By how much blocks are widened, the same in all networks, so that the longest stage fills its room. */
export function commonStretch(networks: readonly NetworkView[]): number {
	const stages = networks.flatMap((network) =>
		[...network.stages.values()].flatMap(({ drawn }) => drawn ?? [])
	);
	return Math.min(
		2.2,
		...stages.map(({ width, blocks }) => {
			const gaps = drawing.gap * (blocks.length - 1);
			return (room.width - gaps) / (width - gaps);
		})
	);
}

/** The part of the drawing's height that a stage's blocks need: from above, and how much. */
export function strip({ blocks }: DrawnStage): { readonly y: number; readonly height: number } {
	const tallest = Math.max(...blocks.map(({ height }) => height));
	return { y: (drawing.height - tallest) / 2 - room.cap, height: tallest + 2 * room.cap };
}
