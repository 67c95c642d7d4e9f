/** The events of `events.ts` and the stages of a plan as schemas, for doors and files. */
import * as v from 'valibot';

const integer = v.pipe(v.number(), v.integer());

/** See `PlannedStage`. */
const plannedStage = {
	stage: integer,
	size: integer,
	dropout: v.number(),
	randaugment: v.number(),
	mixup: v.number(),
	cutmix: v.number(),
	dropPath: v.number(),
	from: integer,
	to: integer,
	share: v.number()
};
export const plannedStageSchema = v.object(plannedStage);

export const stageEventSchema = v.object({
	type: v.literal('stage'),
	...plannedStage,
	compileMs: v.number()
});

const stepEventSchema = v.object({
	type: v.literal('step'),
	step: integer,
	stage: integer,
	epoch: v.number(),
	learningRate: v.number(),
	loss: v.number(),
	correct: integer,
	images: integer,
	gradientNorm: v.number(),
	trainMs: v.number()
});

export const evaluationEventSchema = v.object({
	type: v.literal('evaluation'),
	step: integer,
	stage: integer,
	size: integer,
	weights: v.picklist(['parameters', 'ema']),
	correct: integer,
	images: integer,
	/** Not a number where the network's answers are none. */
	loss: v.union([v.number(), v.nan()]),
	final: v.boolean(),
	confusion: v.exactOptional(v.instance(Uint32Array)),
	trainMs: v.number()
});

export const trainEventSchema = v.variant('type', [
	stageEventSchema,
	stepEventSchema,
	evaluationEventSchema,
	v.object({ type: v.literal('saved'), position: integer }),
	v.object({ type: v.literal('diverged'), step: integer, position: integer }),
	v.object({ type: v.literal('end'), steps: integer, trainMs: v.number() })
]);
