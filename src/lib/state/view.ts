/** How a reader looks at the playground, beside its settings. A link holds it, see `playgroundLink.ts`. */

export const dataSources = ['procedural', 'cifar', 'folders', 'collect'] as const;
/** What the curves run over. */
export const xAxes = ['steps', 'epochs', 'images', 'time'] as const;
export const lossScales = ['linear', 'log'] as const;
/** Steps that a curve is smoothed over; 1: not at all. */
export const memories = [1, 5, 20, 100] as const;
export const inspectViews = ['matrix', 'image', 'norms'] as const;

export interface View {
	/** Where the images would come from. */
	source: (typeof dataSources)[number];
	/** Stages that are each what they are, also where they still are Algorithm 1's. */
	free: boolean;
	/** Folds that are open: of the schedule, the recipe, the curves, the look into the network. */
	stages: boolean;
	recipe: boolean;
	norm: boolean;
	tracks: boolean;
	table: boolean;
	inspect: boolean;
	axis: (typeof xAxes)[number];
	loss: (typeof lossScales)[number];
	smoothing: (typeof memories)[number];
	/** At which epoch the training images are shown; null: where the run is. */
	epoch: number | null;
	look: (typeof inspectViews)[number];
	/** With what the network is asked: a side, pixels (null: that of the stage under way), and weights. */
	side: number | null;
	weights: 'parameters' | 'ema';
}

export const firstView: Readonly<View> = {
	source: 'procedural',
	free: false,
	stages: true,
	recipe: false,
	norm: false,
	tracks: true,
	table: false,
	inspect: false,
	axis: 'steps',
	loss: 'linear',
	smoothing: 20,
	epoch: null,
	look: 'matrix',
	side: null,
	weights: 'parameters'
};
