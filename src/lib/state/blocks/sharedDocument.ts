/** The file that `blocksDocument` makes, read again: what of it stands beside another result. */
import * as v from 'valibot';
import { checkedShared, SharedError, type SharedBlocks } from './shared';

const pair = v.tuple([v.number(), v.number()]);
const wholeStage = v.object({ stepMs: v.number(), quartiles: v.object({ stepMs: pair }) });
const engine = v.string();

/** Only what is taken; `checkedShared` looks at the values. */
const documentSchema = v.object({
	startedAt: v.pipe(v.string(), v.isoTimestamp()),
	browser: v.string(),
	model: v.string(),
	own: v.optional(v.unknown()),
	size: v.number(),
	batch: v.number(),
	repeats: v.number(),
	devices: v.pipe(
		v.array(
			v.object({
				engine,
				adapter: v.string(),
				software: v.boolean(),
				threads: v.nullable(v.number()),
				turns: v.number(),
				drift: v.number()
			})
		),
		v.minLength(1)
	),
	rows: v.array(v.object({ engine, stage: v.number(), op: v.string(), samples: v.number(), wholeStage })),
	ratios: v.array(v.object({ engine, stage: v.number(), wholeStage }))
});

/** Throws SharedError that names the first field which is wrong. */
export function readDocument(value: unknown): SharedBlocks {
	const checked = v.safeParse(documentSchema, value, { abortEarly: true });
	if (!checked.success) {
		const field = v.getDotPath(checked.issues[0]) ?? '';
		throw new SharedError({ kind: 'field', field: field.slice(0, 60) });
	}
	const { startedAt, browser, model, own, size, batch, repeats, devices, rows, ratios } = checked.output;
	const measured = (stage: v.InferOutput<typeof wholeStage> | undefined) =>
		stage === undefined ? null : [stage.stepMs, ...stage.quartiles.stepMs];
	return checkedShared({
		...{ version: 1, startedAt: Date.parse(startedAt), browser, model },
		...(own === undefined ? {} : { own }),
		...{ imageSize: size, batch, repeats },
		devices: devices.map((device) => {
			const own = rows.filter((row) => row.engine === device.engine);
			const of = (stage: number, op: string) =>
				measured(own.find((row) => row.stage === stage && row.op === op)?.wholeStage);
			return {
				...device,
				samples: Math.min(...own.map(({ samples }) => samples)),
				stages: ratios
					.filter((ratio) => ratio.engine === device.engine)
					.map(({ stage, wholeStage: times }) => ({
						stage,
						...{ mbconv: of(stage, 'mbconv'), fused: of(stage, 'fused_mbconv'), ratio: measured(times) }
					}))
			};
		})
	});
}
