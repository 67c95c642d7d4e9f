/** How the article's own figures can be opened. */
import { progressiveStages as stageCount } from '$lib/paper/progressive';
import { imageSizeRange, type StageConfig } from '$lib/recipe/config';
import { listOf, oneOf, whole, within, type Field } from '$lib/state/addressed';
import { publishedStages } from './published';

/** Stages of EfficientNetV2-S; the first whose expansion is not 1 begins. */
export const pairFields = { stage: whole(1, 6, 2) };

export const layerFamilies = ['v2', 'v1'] as const;
export const layersFields = { family: oneOf(layerFamilies) };

export const algorithmNetworks = ['S', 'M', 'L'] as const;
export const algorithmFields = {
	network: oneOf(algorithmNetworks),
	/** From 0, as Algorithm 1 counts. */
	stage: whole(0, stageCount.value - 1, 1)
};

export const strengthFields = {
	magnitude: within(0, 30, 5),
	mixed: within(0, 0.5, 0),
	dropout: within(0, 0.9, 0.1),
	draw: whole(0, 9999, 0)
};

const column = (name: keyof StageConfig, one: Field<number>) =>
	listOf(
		one,
		publishedStages.map((stage) => stage[name])
	);
const { min, max } = imageSizeRange;

/** A column of the schedule for each quantity that can be dragged. */
export const scheduleFields = {
	size: column('size', whole(min, max, min)),
	epochs: column('epochs', within(0.001, 10_000, 1)),
	dropout: column('dropout', within(0, 0.95, 0)),
	randaugment: column('randaugment', within(0, 30, 0)),
	mixup: column('mixup', within(0, 10, 0))
};
type Columns = Readonly<Record<keyof typeof scheduleFields, readonly number[]>>;

/** The columns of stages. */
export function columnsOfStages(stages: readonly StageConfig[]): Columns {
	const of = (name: keyof Columns) => stages.map((stage) => stage[name]);
	return {
		size: of('size'),
		epochs: of('epochs'),
		dropout: of('dropout'),
		randaugment: of('randaugment'),
		mixup: of('mixup')
	};
}

/** Stages of such columns; what cannot be dragged is as published. */
export const stagesOfColumns = (columns: Columns): StageConfig[] =>
	publishedStages.map((stage, index) => ({
		...stage,
		...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index]]))
	}));
