/**
 * A configuration as the query of a link: `run=1` and then only what differs from `linkBase`, by field paths that one
 * can read and type, e.g. `run=1&model=v2-pico&stages.size=16,20,24,28&learningRate.peak=0.1`. docs/runs.md has the rules.
 * Whoever opens a link gets what is valid in it and the names of what is not.
 */
import * as v from 'valibot';
import { findVariant } from '$lib/model/variants';
import { runConfigSchema, type RunConfig } from '$lib/recipe/config';
import { fieldsOf, replaced, sameValue } from '$lib/recipe/fields';
import { linkBase, linkKinds } from './linkBase';

const VERSION = '1';
/** Characters of a link that are looked at; what `runLink` makes is shorter. */
export const longestLink = 4000;
const kindsOf: Readonly<Record<string, readonly { readonly kind: string }[]>> = linkKinds;
/** Characters of an unknown name that are told. */
const longestName = 60;
const mostStages = 8;

export interface LinkedRun {
	readonly config: RunConfig;
	/** Names in the link that say nothing or have values that the field does not take; the config has the base's there. */
	readonly ignored: readonly string[];
}

/** The query of a link to a configuration, without `?`. A folder of `lab` is left out. */
export function runLink(config: RunConfig): string {
	const base = baseFor(config);
	const usual = fieldsOf(base);
	const parts = [`run=${VERSION}`];
	for (const [name, kinds] of Object.entries(kindsOf)) {
		const kind = fieldsOf(config).get(`${name}.kind`);
		if (kind !== kinds[0]?.kind) parts.push(`${name}.kind=${String(kind)}`);
	}
	if (config.stages.length !== linkBase.stages.length) parts.push(`stages=${config.stages.length}`);
	for (const [field, value] of fieldsOf(config)) {
		if (field === 'data.folder' || field === 'version' || sameValue(value, usual.get(field))) continue;
		parts.push(`${field}=${written(value, field.startsWith('stages.'))}`);
	}
	return parts.join('&');
}

/** The configuration of a query, with or without `?` or `#`; null where it links to no run. Never throws. */
export function readRunLink(query: string): LinkedRun | null {
	const entries = new URLSearchParams(query.slice(0, longestLink).replace(/^[?#]/, ''));
	const version = entries.get('run');
	if (version === null) return null;
	entries.delete('run');
	if (version !== VERSION) return { config: linkBase, ignored: ['run'] };
	const ignored = query.length > longestLink ? ['…'] : [];
	let config: RunConfig = linkBase;
	// What other fields hang on comes first.
	const order = (name: string) => (/\.kind$|^stages$/.test(name) ? 0 : 1);
	for (const [name, text] of [...entries].sort(([a], [b]) => order(a) - order(b))) {
		const next = withField(config, name, text);
		if (next === null) ignored.push(name.slice(0, longestName));
		else config = next;
	}
	return { config, ignored };
}

/** The base with the configuration's kinds and as many stages. */
function baseFor(config: RunConfig): RunConfig {
	let base = linkBase;
	for (const name of Object.keys(kindsOf)) {
		const kind = fieldsOf(config).get(`${name}.kind`);
		base = withKind(base, name, String(kind)) ?? base;
	}
	return withStages(base, config.stages.length) ?? base;
}

/** Null where the field does not exist or does not take this. */
function withField(config: RunConfig, name: string, text: string): RunConfig | null {
	if (name === 'stages') return withStages(config, Number(text));
	const [room, field, ...rest] = name.split('.');
	if (room === undefined || room === 'version' || name === 'data.folder' || rest.length > 0) return null;
	if (field === 'kind') return withKind(config, room, text);
	if (room === 'stages') return field === undefined ? null : withColumn(config, field, text);
	const before = fieldsOf(config).get(name);
	if (before === undefined) return null;
	if (name === 'model' && findVariant(text) === undefined) return null;
	return valid(replaced(config, name.split('.'), Array.isArray(before) ? list(text) : read(text)));
}

function withKind(config: RunConfig, name: string, kind: string): RunConfig | null {
	const known = Object.hasOwn(kindsOf, name) ? kindsOf[name] : undefined;
	const usual = known?.find((one) => one.kind === kind);
	return usual === undefined ? null : valid(replaced(config, [name], usual));
}

/** The first stages, or with copies of the last one. */
function withStages(config: RunConfig, count: number): RunConfig | null {
	if (!(Number.isInteger(count) && count >= 1 && count <= mostStages)) return null;
	const stages = Array.from({ length: count }, (_, i) => config.stages[i] ?? config.stages.at(-1));
	return valid({ ...config, stages });
}

/** One value for all stages, or one for each. */
function withColumn(config: RunConfig, field: string, text: string): RunConfig | null {
	const values = list(text);
	const { stages } = config;
	if (values.length !== 1 && values.length !== stages.length) return null;
	if (!stages.every((stage) => Object.hasOwn(stage, field))) return null;
	return valid({
		...config,
		stages: stages.map((stage, i) => replaced(stage, [field], values[i] ?? values[0]))
	});
}

function valid(value: unknown): RunConfig | null {
	const checked = v.safeParse(runConfigSchema, value, { abortEarly: true });
	return checked.success ? checked.output : null;
}

/** A value as it stands in a link: lists with commas, a column of equal values as one of them. */
function written(value: unknown, isColumn: boolean): string {
	if (!Array.isArray(value)) return encodeURIComponent(String(value));
	const items: readonly unknown[] = value;
	const shown = isColumn && items.every((item) => sameValue(item, items[0])) ? items.slice(0, 1) : items;
	return shown.map((item) => encodeURIComponent(String(item))).join(',');
}

function list(text: string): unknown[] {
	return text === '' ? [] : text.split(',').map(read);
}

function read(text: string): unknown {
	if (text === 'null') return null;
	if (text === 'true' || text === 'false') return text === 'true';
	return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}
