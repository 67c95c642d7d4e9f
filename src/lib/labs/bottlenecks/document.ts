/** The measurement as a file: what was set, on what it ran, and all rows. `lab bottlenecks --json` and the page's export are this. */
import * as v from 'valibot';
import { bottleneckLimits, bottleneckParts, type BottleneckPart } from './settings';
import { partRows } from './rows';

const text = v.string();
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));

const deviceSchema = v.strictObject({
	engine: text,
	/** What the driver calls it, or `CPU, …`. */
	adapter: text,
	/** Whether it is a program on the processor that plays graphics card. */
	software: v.boolean(),
	/** Null where the engine takes no number of threads. */
	threads: v.nullable(count(1024))
});

/** Of every part. */
const common = {
	/** ISO 8601. */
	startedAt: v.pipe(text, v.isoTimestamp()),
	/** Whether all turns were taken. */
	complete: v.boolean(),
	device: deviceSchema,
	model: text,
	/** Images of a step; of `size` the batch that stays as it is. */
	batch: count(bottleneckLimits.batch.max),
	repeats: count(bottleneckLimits.repeats.max),
	/** Turns that were taken. */
	turns: count(bottleneckLimits.repeats.max),
	/** How often the page was hidden; turns that met it were run again. */
	interruptions: count(1e6)
};
const size = count(bottleneckLimits.size.max);

const partSchemas = {
	size: v.strictObject({
		...common,
		sizes: v.array(size),
		/** MiB. */
		memory: v.number(),
		...partRows.size
	}),
	depthwise: v.strictObject({ ...common, size, ...partRows.depthwise }),
	scaling: v.strictObject({ ...common, size, against: text, ...partRows.scaling })
} as const;

/** Parts that were not measured are left out. */
export const bottlenecksSchema = v.strictObject({
	format: v.literal('efficientnetv2-bottlenecks'),
	version: v.literal(1),
	/** What the browser calls itself; `lab` in Node. */
	browser: text,
	size: v.optional(partSchemas.size),
	depthwise: v.optional(partSchemas.depthwise),
	scaling: v.optional(partSchemas.scaling)
});
export type BottlenecksDocument = v.InferOutput<typeof bottlenecksSchema>;
export type PartDocument<Part extends BottleneckPart = BottleneckPart> = NonNullable<
	BottlenecksDocument[Part]
>;

export type MeasuredParts = Pick<BottlenecksDocument, BottleneckPart>;

/** The file's content. Throws ValiError for what is no measurement. */
export function bottlenecksDocument(browser: string, parts: MeasuredParts): BottlenecksDocument {
	return v.parse(bottlenecksSchema, {
		format: 'efficientnetv2-bottlenecks',
		version: 1,
		browser,
		...Object.fromEntries(bottleneckParts.filter((part) => parts[part]).map((part) => [part, parts[part]]))
	});
}

type Cells = Readonly<Record<string, string | number | boolean | null>>;

/** A part's tables as CSV, by name: a header, then a line for each row, conditions first. */
export function partTables(part: BottleneckPart, parts: MeasuredParts): Readonly<Record<string, string>> {
	switch (part) {
		case 'size':
			return parts.size === undefined ? {} : { 'image-size': csv(parts.size, parts.size.rows) };
		case 'depthwise': {
			const { depthwise } = parts;
			if (depthwise === undefined) return {};
			return { convolutions: csv(depthwise, depthwise.rows), stages: csv(depthwise, depthwise.stages) };
		}
		case 'scaling': {
			const { scaling } = parts;
			if (scaling === undefined) return {};
			return { stages: csv(scaling, scaling.rows), 'one-more-layer': csv(scaling, scaling.added) };
		}
	}
}

function csv(part: PartDocument, rows: readonly object[]): string {
	const { startedAt, complete, device, model, batch } = part;
	const { engine, adapter, threads } = device;
	const where = 'size' in part ? { imageSize: part.size } : { memoryMiB: part.memory };
	const conditions = {
		startedAt,
		complete,
		engine,
		adapter,
		threads,
		network: model,
		stepBatch: batch,
		...where
	};
	const lines = rows.map((row): Cells => ({ ...conditions, ...flat(row) }));
	const [first] = lines;
	if (first === undefined) return '';
	return [Object.keys(first), ...lines.map((line) => Object.values(line))]
		.map((cells) => `${cells.map(cell).join(',')}\n`)
		.join('');
}

/** Quartiles in cells of their own: `quartiles` as `low` and `high`, `fusedQuartiles` as `fusedLow` and `fusedHigh`. */
function flat(row: object): Cells {
	const cells = Object.entries(row).flatMap(([name, value]: [string, Cells[string] | readonly number[]]) => {
		if (!/quartiles$/i.test(name)) return [[name, value as Cells[string]] as const];
		const prefix = name === 'quartiles' ? '' : name.replace('Quartiles', '');
		const named = (end: string) => (prefix === '' ? end.toLowerCase() : `${prefix}${end}`);
		const [low, high] = (value ?? [null, null]) as readonly (number | null)[];
		return [[named('Low'), low ?? null] as const, [named('High'), high ?? null] as const];
	});
	return Object.fromEntries(cells);
}

function cell(value: Cells[string] | undefined): string {
	const written = String(value ?? '');
	return /[",\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}
