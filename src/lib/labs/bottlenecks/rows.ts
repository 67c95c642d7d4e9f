/** What the three measurements tell, row by row: as `lab bottlenecks` prints them and the page exports them. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.pipe(v.number(), v.minValue(0));
/** The middle half of a figure. */
const middle = v.tuple([v.number(), v.number()]);

/** Whole training steps at one image size: at a batch that is the same for all sizes, or at the largest that fits. */
export const sizeRowSchema = v.object({
	/** Image side, pixels. */
	size: count,
	kind: v.picklist(['fixed', 'largest']),
	batch: count,
	/** What keeps the largest batch from being larger; null for the fixed one. */
	limit: v.nullable(v.picklist(['memory', 'time', 'count'])),
	/** Of the step alone, by the engine's plan: weights, gradients, momentum, activations. */
	bytes: count,
	/** Of these the part that each image adds. */
	imageBytes: v.number(),
	/** Multiply-adds of an image, way forward. */
	macs: count,
	/** Median; null where the step does not fit the memory, and was not measured. */
	imagesPerSecond: v.nullable(v.number()),
	quartiles: v.nullable(middle),
	stepMs: v.nullable(ms),
	/** Timed steps behind the median. */
	samples: count
});
export type SizeRow = v.InferOutput<typeof sizeRowSchema>;

/** All convolutions of one kind in a stage, forward or backward. */
export const convRowSchema = v.object({
	/** From 1. */
	stage: count,
	/** Side of what enters the stage, pixels. */
	side: count,
	/** Depthwise and 1×1 of the network as MBConv, dense k×k of its fused twin. */
	part: v.picklist(['depthwise', 'pointwise', 'dense']),
	pass: v.picklist(['forward', 'backward']),
	/** Multiply-adds of the batch in this pass; backward is two products. */
	macs: count,
	ms,
	/** Nanoseconds a multiply-add. */
	nsPerMac: v.number(),
	/** Of `nsPerMac`. */
	quartiles: middle,
	samples: count
});
export type ConvRow = v.InferOutput<typeof convRowSchema>;

/** A whole stage as MBConv and as Fused-MBConv: forward, backward and its share of the update. */
export const stageRowSchema = v.object({
	stage: count,
	side: count,
	mbconvMs: ms,
	mbconvQuartiles: middle,
	fusedMs: ms,
	fusedQuartiles: middle,
	/** mbconvMs / fusedMs: above 1 where fused is faster. */
	ratio: v.number(),
	/** Share of the depthwise convolutions in the forward and backward of the stage as MBConv, 0 to 1. */
	depthwiseShare: v.number()
});
export type StageRow = v.InferOutput<typeof stageRowSchema>;

const stepTimes = {
	/** All parts added up, median. */
	sumMs: ms,
	/** The step as a whole by the host's clock, median. */
	stepMs: ms,
	/** Of `stepMs`. */
	quartiles: middle,
	/** sumMs / stepMs */
	ratio: v.number()
};

/** A network of the second part against its step as a whole. */
export const twinRowSchema = v.object({ network: v.picklist(['mbconv', 'fused']), ...stepTimes });
export type TwinRow = v.InferOutput<typeof twinRowSchema>;

const block = v.picklist(['mbconv', 'fused_mbconv']);
const costs = {
	/** Forward, backward and the share of the update, ms of the batch, median. */
	stepMs: ms,
	quartiles: middle,
	/** Trainable. */
	params: count,
	/** Of the batch, way forward. */
	macs: count
};

/** A stage of a network that is scaled. */
export const scaledRowSchema = v.object({
	model: v.string(),
	stage: count,
	op: block,
	layers: count,
	/** Channels of what leaves the stage. */
	out: count,
	/** Side of what enters it, pixels. */
	side: count,
	...costs
});
export type ScaledRow = v.InferOutput<typeof scaledRowSchema>;

/** What one more layer at the end of a stage costs and adds. */
export const addedRowSchema = v.object({ model: v.string(), stage: count, op: block, ...costs });
export type AddedRow = v.InferOutput<typeof addedRowSchema>;

/** A network of the third part as a whole: as it is, or with one more layer in each stage. */
export const networkRowSchema = v.object({
	model: v.string(),
	/** Whether it has one more layer in each stage. */
	deeper: v.boolean(),
	layers: count,
	params: count,
	macs: count,
	...stepTimes,
	stemMs: ms,
	headMs: ms,
	/** What the update takes beside the blocks' shares. */
	updateMs: ms
});
export type NetworkRow = v.InferOutput<typeof networkRowSchema>;

/** The rows of each part. */
export const partRows = {
	size: { rows: v.array(sizeRowSchema) },
	depthwise: { rows: v.array(convRowSchema), stages: v.array(stageRowSchema), steps: v.array(twinRowSchema) },
	scaling: {
		rows: v.array(scaledRowSchema),
		added: v.array(addedRowSchema),
		steps: v.array(networkRowSchema)
	}
} as const;
