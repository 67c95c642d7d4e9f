/**
 * The door between the page and the prediction of step times: a closed union each way, checked by schema at both ends. There
 * is no command to stop a calibration: the page ends the worker, and what was told stays told. The rates live on the page,
 * so a fresh worker can go on with them.
 */
import * as v from 'valibot';
import { engineSchema as engine, entrantSchema, failureKinds, labDeviceSchema } from './labProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0));

const ratesSchema = v.object({
	classes: v.record(
		v.pipe(v.string(), v.maxLength(100)),
		v.object({
			ns: v.pipe(v.array(amount), v.maxLength(10)),
			mostMacs: amount,
			mostBytes: amount,
			calls: whole(1, 1e9)
		})
	),
	step: v.object({ hostMs: amount, factor: amount })
});
/** As labs/predict/rates.ts fits them. */
export type DeviceRates = v.InferOutput<typeof ratesSchema>;

/** A block table, see model/variant.ts. */
const networkSchema = v.object({
	name: v.pipe(v.string(), v.maxLength(1000)),
	family: v.picklist(['efficientnetv2', 'efficientnet_v1', 'small']),
	stem: v.object({ kernel: v.literal(3), stride: v.picklist([1, 2]), out: whole(1, 16_384) }),
	stages: v.pipe(
		v.array(
			v.object({
				op: v.picklist(['mbconv', 'fused_mbconv']),
				kernel: v.picklist([3, 5]),
				stride: v.picklist([1, 2]),
				expandRatio: whole(1, 16),
				in: whole(1, 16_384),
				out: whole(1, 16_384),
				layers: whole(1, 400),
				seRatio: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
			})
		),
		v.minLength(1),
		v.maxLength(20)
	),
	headChannels: whole(1, 65_536),
	classes: whole(1, 100_000),
	evalSize: whole(1, 4096),
	dropout: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	survivalProbability: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
});

const questionSchema = v.object({ network: networkSchema, imageSize: whole(4, 4096), batch: whole(1, 4096) });
/** A training step whose time is asked for. */
export type StepQuestion = v.InferOutput<typeof questionSchema>;

export const predictCommandSchema = v.variant('type', [
	/** Answered by `field`; loads no engine. */
	v.object({ type: v.literal('look') }),
	/** One calibration at a time: `field`, `device`, `preparing`, `measured` …, then `end` or `failure`. */
	v.object({ type: v.literal('calibrate'), engine, rounds: whole(1, 100) }),
	/** Answered by `predicted` with the same number; plans only, and needs no device. */
	v.object({
		type: v.literal('predict'),
		id: whole(0, 1e9),
		engine,
		software: v.boolean(),
		rates: ratesSchema,
		steps: v.pipe(v.array(questionSchema), v.maxLength(10))
	}),
	/** Whether the page is out of sight: the calibration then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type PredictCommand = v.InferOutput<typeof predictCommandSchema>;

const benchmark = {
	model: v.string(),
	imageSize: whole(1, 4096),
	batch: whole(1, 4096),
	heldOut: v.boolean()
};

const figuresSchema = v.object({
	...benchmark,
	stepMs: v.object({ low: finite, median: finite, high: finite }),
	sumMs: finite,
	predictedMs: v.nullable(finite),
	beyondShare: finite,
	samples: whole(1, 1e9)
});
/** As labs/predict/calibration.ts tells it. */
export type CalibratedNetwork = v.InferOutput<typeof figuresSchema>;

const errorSchema = v.nullable(v.object({ median: finite, largest: finite }));
export type StatedError = v.InferOutput<typeof errorSchema>;

const answerSchema = v.object({
	ms: amount,
	beyondShare: amount,
	unknownCalls: whole(0, 1e9),
	/** What the step holds on the device, by the same plan. */
	bytes: amount
});
export type StepAnswer = v.InferOutput<typeof answerSchema>;

export const predictEventSchema = v.variant('type', [
	v.object({ type: v.literal('field'), entrants: v.array(entrantSchema) }),
	v.object({ type: v.literal('device'), engine, device: labDeviceSchema }),
	v.object({ type: v.literal('preparing'), ...benchmark, done: whole(0, 100), all: whole(1, 100) }),
	/** So many turns of all are over, and what they say together. */
	v.object({
		type: v.literal('measured'),
		done: whole(1, 1e6),
		all: whole(1, 1e6),
		rates: v.nullable(ratesSchema),
		networks: v.array(figuresSchema),
		/** Of the fitted networks, each predicted from the others, and of those held out. */
		errors: v.object({ leftOut: errorSchema, heldOut: errorSchema })
	}),
	v.object({ type: v.literal('end') }),
	v.object({ type: v.literal('predicted'), id: whole(0, 1e9), answers: v.array(answerSchema) }),
	/** The calibration, or the prediction of this number, gave up. `message` is a sentence in English. */
	v.object({
		type: v.literal('failure'),
		kind: failureKinds,
		message: v.string(),
		id: v.nullable(whole(0, 1e9))
	})
]);
export type PredictEvent = v.InferOutput<typeof predictEventSchema>;
