/**
 * The figures of the article, in its order. Each is a component that needs no properties, so that it can stand alone;
 * its words are messages `figure.ID.title`, `.use` and `.source`.
 */
import type { Component } from 'svelte';
import type { PageWithMessages } from '$lib/i18n/messages';
import { figureIds, type FigureId } from './ids';

/** Pages on which a reader goes on with a figure. */
type LabName = 'playground' | 'schedules' | 'blocks' | 'bottlenecks' | 'scaling' | 'search';

/** Where the numbers come from: the paper, this page's own counting, or a measurement on the reader's device. */
export type FigureKind = 'cited' | 'counted' | 'measured';

export interface FigureEntry {
	readonly kind: FigureKind;
	readonly load: () => Promise<{ readonly default: Component }>;
	/** Messages beside those of all pages. */
	readonly messages: readonly PageWithMessages[];
	/** Room that is kept before it is there, rem. */
	readonly height: number;
	/** Where a reader goes on; null where the figure is all there is. */
	readonly lab: LabName | null;
}

function entry(
	kind: FigureKind,
	lab: LabName | null,
	height: number,
	messages: readonly PageWithMessages[],
	load: FigureEntry['load']
): FigureEntry {
	return { kind, lab, height, messages, load };
}

export const figures = {
	tradeoff: entry(
		'cited',
		'scaling',
		37,
		['scaling', 'tables'],
		() => import('./article/TradeoffFigure.svelte')
	),
	compound: entry('counted', 'scaling', 24, ['article', 'design'], () => import('./article/Compound.svelte')),
	sizes: entry('cited', 'bottlenecks', 12, ['tables'], () => import('./article/tables/Sizes.svelte')),
	sizetime: entry(
		'measured',
		'bottlenecks',
		20,
		['article', 'bottlenecks', 'bench', 'blocks'],
		() => import('./article/SizeTiming.svelte')
	),
	fusedb4: entry('cited', 'blocks', 11, ['blocks'], () => import('./article/FusedTable.svelte')),
	convtime: entry(
		'measured',
		'bottlenecks',
		20,
		['article', 'bottlenecks', 'bench', 'blocks'],
		() => import('./article/ConvTiming.svelte')
	),
	pair: entry('counted', 'blocks', 24, ['blocks'], () => import('./article/BlockPair.svelte')),
	walk: entry('counted', 'blocks', 77, ['walk'], () => import('./walk/Walk.svelte')),
	blocktime: entry(
		'measured',
		'blocks',
		20,
		['article', 'blocks', 'bench'],
		() => import('./article/BlockTiming.svelte')
	),
	reward: entry('cited', 'search', 60, ['search'], () => import('./article/RewardFigure.svelte')),
	networks: entry('counted', 'scaling', 20, [], () => import('./network/NetworkFigure.svelte')),
	flow: entry(
		'measured',
		'playground',
		90,
		['flow', 'bench', 'blocks'],
		() => import('./flow/ImageFlow.svelte')
	),
	layers: entry('counted', 'scaling', 30, ['article'], () => import('./article/Layers.svelte')),
	calculator: entry(
		'counted',
		'scaling',
		50,
		['scaling', 'design', 'tables'],
		() => import('./article/ScaleCalculator.svelte')
	),
	regular: entry(
		'cited',
		'schedules',
		16,
		['article', 'tables'],
		() => import('./article/RegularChart.svelte')
	),
	strength: entry('counted', 'playground', 25, ['article'], () => import('./article/StrengthFigure.svelte')),
	algorithm: entry('cited', 'playground', 18, ['article'], () => import('./article/Algorithm.svelte')),
	settings: entry('cited', 'playground', 15, ['tables'], () => import('./article/tables/Settings.svelte')),
	schedule: entry('cited', 'playground', 27, ['article'], () => import('./article/ScheduleDrag.svelte')),
	gains: entry('cited', 'schedules', 28, ['tables'], () => import('./article/tables/Gains.svelte')),
	race: entry(
		'measured',
		'schedules',
		34,
		['article', 'schedules'],
		() => import('./article/CompactRace.svelte')
	),
	imagenet: entry('cited', 'scaling', 42, ['tables'], () => import('./article/tables/ImageNet.svelte')),
	transfer: entry('cited', 'scaling', 24, ['tables'], () => import('./article/tables/Transfer.svelte')),
	released: entry('cited', 'playground', 26, ['tables'], () => import('./article/tables/Released.svelte'))
} as const satisfies Record<FigureId, FigureEntry>;

/** Its number in the article, from 1. */
export const figureNumber = (id: FigureId) => figureIds.indexOf(id) + 1;
