/** A search as a file: what was set, where it was measured, and all results. It is taken up again from this. */
import * as v from 'valibot';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import { rewarded } from './front';
import { genesText, stageGenesSchema } from './genes';
import type { Result } from './result';
import { searchSettingsSchema, type SearchSettings } from './settings';
import { candidateVariant, inSpace, searchSpace } from './space';

/** A search that cannot be read; `message` is a sentence that names the field. */
export class SearchError extends Error {
	override readonly name = 'SearchError';
}

const FORMAT = 'efficientnetv2-search';
const VERSION = 1;

const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const resultSchema = v.strictObject({
	number: count(999),
	genes: v.pipe(v.array(stageGenesSchema), v.minLength(1), v.maxLength(16)),
	origin: v.picklist(['backbone', 'random', 'mutation']),
	parent: v.nullable(count(999)),
	accuracy: v.nullable(share),
	step: v.nullable(
		v.strictObject({
			median: v.pipe(milliseconds, v.gtValue(0)),
			lower: milliseconds,
			upper: milliseconds,
			count: count(10_000)
		})
	),
	parameters: count(1e9),
	macs: count(1e15),
	totalMs: milliseconds
});

/** A result as it crosses the worker's door. */
export const searchResultSchema = resultSchema;

export const searchDataSchema = v.strictObject({
	kind: v.picklist(['procedural', 'cifar10', 'cifar100', 'folders']),
	/** Of procedural images; null for files. */
	seed: v.nullable(count(0xffffffff)),
	/** Training images in all, and those of them that candidates are judged on. */
	images: count(1e7),
	heldOut: count(1e7),
	classes: count(256),
	/** Of the training images and labels, see `data/digest.ts`: a search goes on with the images it began with. */
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});

export type SearchData = Readonly<v.InferOutput<typeof searchDataSchema>>;

const documentSchema = v.strictObject({
	format: v.literal(FORMAT),
	version: v.literal(VERSION),
	/** ISO 8601. */
	startedAt: v.pipe(v.string(), v.isoTimestamp()),
	engine: v.string(),
	adapter: v.string(),
	software: v.boolean(),
	/** What the browser calls itself; `lab` in Node. */
	browser: v.string(),
	settings: searchSettingsSchema,
	data: searchDataSchema,
	/** With `reward` and `network` for whoever reads them; both follow from the rest and are not read back. */
	results: v.array(
		v.strictObject({ ...resultSchema.entries, reward: v.nullable(v.number()), network: v.string() })
	)
});

export type SearchDocument = v.InferOutput<typeof documentSchema>;

export interface SearchRecord extends Omit<
	SearchDocument,
	'format' | 'version' | 'settings' | 'data' | 'results'
> {
	readonly settings: SearchSettings;
	readonly data: SearchData;
	readonly results: readonly Result[];
}

/** The file's content. `undefined` nowhere, so that it is JSON as it stands. */
export function searchDocument({ results, settings, data, ...where }: SearchRecord): SearchDocument {
	const rewards = rewarded(results, settings);
	return {
		...{ format: FORMAT, version: VERSION },
		...where,
		settings: { ...settings },
		data: { ...data },
		results: results.map((result, index) => ({
			...result,
			genes: [...result.genes],
			reward: rewards[index]?.reward ?? null,
			network: genesText(result.genes)
		}))
	};
}

/**
 * Reads a file back. Throws SearchError about the first thing that is wrong: a field, a candidate that is not of the
 * backbone's space, a count that its block table does not have.
 */
export function readSearch(text: string): SearchRecord {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new SearchError('The file is no JSON: it is not the export of a search.');
	}
	const checked = v.safeParse(documentSchema, value, { abortEarly: true });
	if (!checked.success) throw new SearchError(sentence(checked.issues[0]));
	const { startedAt, engine, adapter, software, browser, settings, data, results } = checked.output;
	const read = results.map(({ number, genes, origin, parent, ...measured }) => {
		const { accuracy, step, parameters, macs, totalMs } = measured;
		return { number, genes, origin, parent, accuracy, step, parameters, macs, totalMs };
	});
	read.forEach((result, index) => checkResult(result, index, settings, data));
	return { startedAt, engine, adapter, software, browser, settings, data, results: read };
}

function sentence(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue) ?? '';
	if (path === '') return 'The export of a search is a JSON object.';
	if (path === 'format') return 'This is not the export of a search: it lacks its "format".';
	if (issue.type === 'strict_object' && issue.expected === 'never') return `A search has no field "${path}".`;
	if (issue.received === 'undefined') return `The search lacks "${path}".`;
	const received = issue.received.length > 40 ? `${issue.received.slice(0, 40)}…` : issue.received;
	if (path === 'version') return `The search is of version ${received}; only version ${VERSION} can be read.`;
	const rule = path.startsWith('settings.') ? issue.message : 'cannot be';
	return path.startsWith('settings.')
		? `In the search "${path}" ${rule}, not ${received}.`
		: `In the search "${path}" ${rule} ${received}.`;
}

function checkResult(result: Result, index: number, settings: SearchSettings, { classes }: SearchData): void {
	const { number, genes, parent, parameters, macs } = result;
	if (number !== index) throw new SearchError(`Candidate ${index} of the search has the number ${number}.`);
	if (parent !== null && parent >= number) {
		throw new SearchError(`Candidate ${number} of the search cannot come from candidate ${parent}.`);
	}
	const backbone = findVariant(settings.backbone)!;
	if (!inSpace(searchSpace(backbone), genes)) {
		throw new SearchError(`Candidate ${number} of the search is no network around ${settings.backbone}.`);
	}
	const variant = candidateVariant(backbone, genes, genesText(genes));
	const counted = countGraph(buildGraph(variant, { classes: Math.max(1, classes) }), settings.size);
	if (counted.parameters !== parameters || counted.macs !== macs) {
		throw new SearchError(
			`Candidate ${number} of the search is said to have ${parameters} parameters and ${macs} multiply-adds; ` +
				`its block table has ${counted.parameters} and ${counted.macs}.`
		);
	}
}

const columns = [
	...['number', 'network', 'origin', 'parent', 'accuracy', 'reward'],
	...['stepMs', 'stepMsLower', 'stepMsUpper', 'stepsTimed', 'parameters', 'macs', 'totalMs']
].join(',');

/** A header, then a line for each candidate. */
export function searchCsv(record: SearchRecord): string {
	const lines = searchDocument(record).results.map((result) => {
		const { number, network, origin, parent, accuracy, reward, step, parameters, macs, totalMs } = result;
		const times = [step?.median, step?.lower, step?.upper, step?.count];
		const cells = [number, network, origin, parent, accuracy, reward, ...times, parameters, macs, totalMs];
		return cells.map((cell) => cell ?? '').join(',');
	});
	return [columns, ...lines].map((line) => `${line}\n`).join('');
}
