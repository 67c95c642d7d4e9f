/** What a race of schedules is set up with, and the runs that follow from it: pure. */
import * as v from 'valibot';
import { findVariant, variantNames } from '$lib/model/variants';
import { imageSizeRange, type RunConfig, type StageConfig } from '$lib/recipe/config';
import { defaultConfig, type EngineSpeed } from '$lib/recipe/defaults';
import { presetNames, presetRun } from '$lib/recipe/presets';
import { engineChoiceSchema } from '$lib/worker/deviceProtocol';
import { mostEntrants, mostSeeds, raceOrderSchema } from '$lib/worker/scheduleProtocol';
import { stagesCost } from './macs';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** The networks that race: those for small images, which a school laptop trains too. */
const models: readonly string[] = variantNames.filter((name) => findVariant(name)?.family === 'small');

/** The published schedules, and one that the reader brings along. */
export const entrantKinds = [...presetNames, 'own'] as const;

export const entrantSchema = v.object({
	kind: v.picklist(entrantKinds),
	/** Image side of the last stage, pixels; the others are scaled with it. */
	finalSize: whole(imageSizeRange.min, 64),
	/** In all; fractions come from equal costs. */
	epochs: v.pipe(v.number(), v.minValue(0.5), v.maxValue(200)),
	/** A network of its own; left out: that of all. */
	model: v.optional(v.picklist(models))
});
export type EntrantSettings = v.InferOutput<typeof entrantSchema>;
export type EntrantKind = EntrantSettings['kind'];

/** What is the same for all entrants. */
export const commonSchema = v.object({
	model: v.picklist(models),
	/** Procedural training images. */
	train: whole(32, 50_000),
	seeds: whole(1, mostSeeds),
	order: raceOrderSchema,
	engine: engineChoiceSchema,
	/**
	 * Per cent of the paper's regularisation: it was made for a network of 22 million parameters and 350 epochs. An own
	 * schedule keeps its regularisation.
	 */
	strength: whole(0, 100),
	/** All after the first are trained as long as costs as many multiply-adds as the first. */
	equalCost: v.boolean()
});
export type CommonSettings = v.InferOutput<typeof commonSchema>;

export interface RaceSettings extends CommonSettings {
	/** One to four; the first is what the others are compared with. */
	readonly entrants: readonly EntrantSettings[];
	/** The schedule of entrants of kind `own`; null where there is none. */
	readonly own: RunConfig | null;
}

const trio = ['paper', 'fixed', 'progressive-size'] as const;

/** The paper's question: progressive learning against a fixed size and against growing images alone. */
export function classicTrio({ finalSize, epochs }: Omit<EntrantSettings, 'kind'>): EntrantSettings[] {
	return trio.map((kind) => ({ kind, finalSize, epochs }));
}

/** With all of it a few epochs of a small network hardly learn. */
const usualStrength = 25;

const usualSeeds: Readonly<Record<EngineSpeed, number>> = { gpu: 3, processor: 2, software: 1, cpu: 1 };

/** A race that ends while a reader watches, on an engine of that speed. */
export function defaultSettings(speed: EngineSpeed): RaceSettings {
	const { model, data, stages } = defaultConfig(speed);
	const epochs = stages.reduce((sum, stage) => sum + stage.epochs, 0);
	return {
		...{ model, train: data.train ?? 1000, seeds: usualSeeds[speed] },
		...{ order: 'alternating', engine: 'auto', strength: usualStrength, equalCost: false, own: null },
		entrants: classicTrio({ finalSize: stages.at(-1)?.size ?? 32, epochs })
	};
}

/** Test images: a fifth as many as training images within bounds that tell accuracies apart and stay quick. */
const testImages = (train: number) => Math.min(1000, Math.max(250, Math.round(train / 5)));

/** The runs of a race, in the order of its entrants, each with the first seed. */
export function raceConfigs(settings: RaceSettings): RunConfig[] {
	const configs = settings.entrants.map((entrant) => entrantConfig(settings, entrant));
	const [first] = configs;
	if (!settings.equalCost || first === undefined) return configs;
	const cost = stagesCost(first);
	return configs.map((config) => withEpochs(config, cost / stagesCost(config)));
}

/** Epochs of a run in all. */
export const epochsOf = ({ stages }: Pick<RunConfig, 'stages'>) =>
	stages.reduce((sum, { epochs }) => sum + epochs, 0);

function entrantConfig({ model, train, own, strength }: RaceSettings, entrant: EntrantSettings): RunConfig {
	const { kind, finalSize, epochs } = entrant;
	const usual = defaultConfig('gpu');
	const common = {
		model: entrant.model ?? model,
		batch: usual.batch,
		data: { kind: 'procedural', seed: 0, train, test: testImages(train) },
		...{ emaDecay: null, evalSize: null, testSizes: [] }
	} as const;
	if (kind === 'own') return { ...scaled(own ?? usual, finalSize, epochs), ...common, testSizes: [] };
	const preset = presetRun(kind, { network: 'S', finalSize, epochs });
	const stages = preset.stages.map((stage) => weakened(stage, strength / 100));
	return { ...usual, ...preset, stages, ...common, testSizes: [] };
}

/** The stage with that share of each regulariser. */
function weakened(stage: StageConfig, share: number): StageConfig {
	const part = (value: number) => Number((value * share).toPrecision(6));
	return {
		...stage,
		dropout: part(stage.dropout),
		randaugment: part(stage.randaugment),
		mixup: part(stage.mixup),
		cutmix: part(stage.cutmix),
		dropPath: part(stage.dropPath)
	};
}

/** The run with its last stage at that size and that many epochs in all, the stages in proportion. */
function scaled(run: RunConfig, finalSize: number, epochs: number): RunConfig {
	const share = finalSize / (run.stages.at(-1)?.size ?? finalSize);
	const stages = run.stages.map((stage) => ({
		...stage,
		size: Math.min(imageSizeRange.max, Math.max(imageSizeRange.min, Math.round(stage.size * share)))
	}));
	return withEpochs({ ...run, stages }, epochs / epochsOf(run));
}

function withEpochs(run: RunConfig, times: number): RunConfig {
	if (times === 1) return run;
	const stages = run.stages.map((stage) => ({
		...stage,
		epochs: Number((stage.epochs * times).toPrecision(6))
	}));
	return { ...run, stages };
}

/** Whether another entrant may join. */
export const hasRoom = ({ entrants }: RaceSettings) => entrants.length < mostEntrants;
