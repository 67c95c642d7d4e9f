/** Names of the article's figures in its order, as they stand in addresses; registry.ts has what belongs to them. */
export const figureIds = [
	'tradeoff',
	'compound',
	'sizes',
	'sizetime',
	'fusedb4',
	'convtime',
	'pair',
	'walk',
	'blocktime',
	'reward',
	'networks',
	'flow',
	'layers',
	'calculator',
	'regular',
	'strength',
	'algorithm',
	'settings',
	'schedule',
	'gains',
	'race',
	'imagenet',
	'transfer',
	'released'
] as const;
export type FigureId = (typeof figureIds)[number];

export const isFigureId = (id: string): id is FigureId => (figureIds as readonly string[]).includes(id);
