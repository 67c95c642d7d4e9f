/**
 * A measurement of blocks as it is handed to somebody else: what was measured of whole stages, on what device, when and
 * how. Everything that arrives is checked; what is not as it should be is named by its field.
 */
import * as v from 'valibot';
import { blockSettingsSchema } from '$lib/worker/blocksProtocol';
import { engineSchema, labDeviceSchema } from '$lib/worker/labProtocol';
import type { MeasuredBlocks } from './document';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const positive = v.pipe(v.number(), v.gtValue(0), v.maxValue(1e9));

/** Median and the middle half around it. */
const measuredSchema = v.pipe(
	v.strictTuple([positive, positive, positive]),
	v.check(([median, low, high]) => low <= median && median <= high, 'The middle half lies around the median.')
);

const stageSchema = v.strictObject({
	stage: whole(1, 100),
	/** A step of all blocks of the stage, for the batch, ms. */
	mbconv: measuredSchema,
	fused: measuredSchema,
	/** MBConv's time over Fused-MBConv's within the turns. */
	ratio: measuredSchema
});

const deviceSchema = v.strictObject({
	engine: engineSchema,
	adapter: text(200),
	software: labDeviceSchema.entries.software,
	threads: labDeviceSchema.entries.threads,
	/** Turns of each kind that were taken. */
	turns: whole(1, 1024),
	/** Timed steps behind each median. */
	samples: whole(1, 1e6),
	/** See labs/blocks/ratios.ts. */
	drift: v.pipe(v.number(), v.minValue(-1), v.maxValue(1e6)),
	stages: v.pipe(v.array(stageSchema), v.minLength(1), v.maxLength(100))
});

const { model, own, imageSize, batch, repeats } = blockSettingsSchema.entries;

export const sharedSchema = v.strictObject({
	version: v.literal(1),
	/** Milliseconds since 1970. */
	startedAt: whole(0, 8.64e15),
	/** What the browser calls itself. */
	browser: text(400),
	model,
	/** The block of one's own sizes, where `model` is `own`. */
	own: v.optional(own),
	imageSize,
	batch,
	repeats,
	devices: v.pipe(v.array(deviceSchema), v.minLength(1), v.maxLength(2))
});
export type SharedBlocks = v.InferOutput<typeof sharedSchema>;
export type SharedDevice = SharedBlocks['devices'][number];
export type SharedStage = SharedDevice['stages'][number];

/** Why a result was not taken. `field`: that one is missing, unknown or has a value that it cannot have. */
export type SharedProblem =
	| { readonly kind: 'damaged' | 'too-long' | 'version' | 'not-json' }
	| { readonly kind: 'field'; readonly field: string };

/** Carries a problem that the page words. */
export class SharedError extends Error {
	constructor(readonly problem: SharedProblem) {
		super(problem.kind === 'field' ? `The field "${problem.field}" is not as it should be.` : problem.kind);
		this.name = 'SharedError';
	}
}

/** Characters of a field's name that are told. */
const longestName = 60;

/** Checks what arrived. Throws SharedError that names the first field which is wrong. */
export function checkedShared(value: unknown): SharedBlocks {
	const checked = v.safeParse(sharedSchema, value, { abortEarly: true });
	if (checked.success) return checked.output;
	const field = v.getDotPath(checked.issues[0]) ?? '';
	if (field === 'version') throw new SharedError({ kind: 'version' });
	throw new SharedError({ kind: 'field', field: field.slice(0, longestName) });
}

/** Digits that such a measurement is worth keeping. */
const round = (value: number) => Number(value.toPrecision(4));

/** What was measured here, to be handed on; null before something was. Medians are of four digits. */
export function sharedOf({ conditions, results }: MeasuredBlocks): SharedBlocks | null {
	const { settings, browser, startedAt } = conditions;
	const devices = results.flatMap(({ engine, device, done, drift, rows, ratios }) => {
		const stages = ratios.flatMap(({ stage, wholeStage }) => {
			const [mbconv, fused] = (['mbconv', 'fused_mbconv'] as const).map((op) =>
				rows.find((row) => row.stage === stage && row.op === op)
			);
			if (mbconv === undefined || fused === undefined) return [];
			return {
				stage,
				...{ mbconv: measured(mbconv.wholeStage), fused: measured(fused.wholeStage) },
				ratio: measured(wholeStage)
			};
		});
		if (device === null || stages.length === 0) return [];
		const { adapter, software, threads } = device;
		const samples = Math.min(...rows.map((row) => row.samples));
		return {
			...{ engine, adapter: adapter.slice(0, 200), software, threads },
			...{ turns: done, samples, drift: Number(drift.toFixed(3)), stages }
		};
	});
	if (devices.length === 0) return null;
	return {
		...{ version: 1, startedAt, browser: browser.slice(0, 400), model: settings.model },
		...(settings.model === 'own' ? { own: settings.own } : {}),
		...{ imageSize: settings.imageSize, batch: settings.batch, repeats: settings.repeats },
		devices
	};
}

interface StepTimes {
	readonly stepMs: number;
	readonly quartiles: { readonly stepMs: readonly [number, number] };
}

function measured({ stepMs, quartiles }: StepTimes): [number, number, number] {
	return [round(stepMs), round(quartiles.stepMs[0]), round(quartiles.stepMs[1])];
}
