/**
 * The settings of a race as the fragment of a link that one can read and type, e.g.
 * `race=1&model=v2-pico&train=1000&seeds=2&entrant=paper,24,4&entrant=fixed,24,4,v2-pico-fused`. An entrant
 * has its schedule, last size, epochs and, where it has one of its own, its network. What is left out is as on the
 * reader's own device. A link to a run (`run=1&…`, see `runs/link.ts`) sets that schedule against a fixed size.
 */
import * as v from 'valibot';
import { longestLink, readRunLink, runLink } from '$lib/runs/link';
import { mostEntrants } from '$lib/worker/scheduleProtocol';
import {
	commonSchema,
	entrantSchema,
	epochsOf,
	type CommonSettings,
	type EntrantSettings,
	type RaceSettings
} from './settings';

const VERSION = '1';
/** Characters of an unknown name that are told, and names. */
const [longestName, mostNames] = [40, 8];
const named = ['model', 'train', 'seeds', 'order', 'engine', 'strength', 'equalCost'] as const;
const known: ReadonlySet<string> = new Set(['race', 'entrant', 'own', ...named]);

/** The fragment of a link to a race, without `#`. */
export function raceLink(settings: RaceSettings): string {
	const parts = [`race=${VERSION}`];
	for (const name of named) parts.push(`${name}=${settings[name]}`);
	for (const { kind, finalSize, epochs, model } of settings.entrants) {
		parts.push(`entrant=${[kind, finalSize, epochs, ...(model === undefined ? [] : [model])].join(',')}`);
	}
	const { own } = settings;
	if (own !== null && settings.entrants.some(({ kind }) => kind === 'own')) {
		parts.push(`own=${encodeURIComponent(runLink(own))}`);
	}
	return parts.join('&');
}

export interface LinkedRace {
	readonly settings: RaceSettings;
	/** Names in the link that say nothing, or some of whose values do not fit. */
	readonly refused: readonly string[];
}

/**
 * What of a fragment's settings is valid; the others are the base's. What follows `view=1` is how the result is looked at,
 * and not read here. Null where it links to no race. Never throws.
 */
export function readRaceLink(fragment: string, base: RaceSettings): LinkedRace | null {
	const text = fragment.replace(/^#/, '').replace(/(^|&)view=1(&.*)?$/, '');
	if (text.length > 2 * longestLink) return null;
	const entries = new URLSearchParams(text);
	if (entries.has('run')) return ofRun(text, base);
	if (entries.get('race') !== VERSION) return null;
	const own = readRunLink(entries.get('own') ?? '');
	const { common, refused } = commonOf(entries, base);
	const given = entries.getAll('entrant');
	const entrants = given.flatMap((entry) => entrantOf(entry, own !== null) ?? []).slice(0, mostEntrants);
	if (entrants.length < given.length) refused.push('entrant');
	if (entries.has('own') && own === null) refused.push('own');
	refused.push(...(own?.ignored ?? []).map((name) => `own: ${name}`));
	const unknown = [...new Set(entries.keys())].filter((name) => !known.has(name));
	return {
		settings: {
			...common,
			entrants: entrants.length === 0 ? base.entrants : entrants,
			own: own?.config ?? null
		},
		refused: [...refused, ...unknown.map((name) => name.slice(0, longestName))].slice(0, mostNames)
	};
}

function commonOf(
	entries: URLSearchParams,
	base: RaceSettings
): { common: CommonSettings; refused: string[] } {
	let common: CommonSettings = v.parse(commonSchema, base);
	const refused: string[] = [];
	for (const name of named) {
		const text = entries.get(name);
		if (text === null) continue;
		const checked = v.safeParse(commonSchema, { ...common, [name]: valueOf(text) });
		if (checked.success) common = checked.output;
		else refused.push(name);
	}
	return { common, refused };
}

function entrantOf(text: string, hasOwn: boolean): EntrantSettings | null {
	const [kind, finalSize, epochs, model] = text.split(',');
	const entrant = { kind, finalSize: Number(finalSize), epochs: Number(epochs), model };
	const checked = v.safeParse(entrantSchema, entrant);
	if (!checked.success || (checked.output.kind === 'own' && !hasOwn)) return null;
	return checked.output;
}

function ofRun(query: string, base: RaceSettings): LinkedRace | null {
	const linked = readRunLink(query);
	if (linked === null) return null;
	const { config: own, ignored } = linked;
	const { common, refused } = commonOf(
		new URLSearchParams({ model: own.model, train: String(own.data.train) }),
		base
	);
	const { model, train } = common;
	const entrant = v.safeParse(entrantSchema, {
		kind: 'own',
		finalSize: own.stages.at(-1)?.size,
		epochs: epochsOf(own)
	});
	if (!entrant.success) return null;
	const entrants: EntrantSettings[] = [entrant.output, { ...entrant.output, kind: 'fixed' }];
	return {
		settings: { ...base, model, train, own, entrants },
		refused: [...refused, ...ignored].slice(0, mostNames)
	};
}

function valueOf(text: string): string | number | boolean {
	if (text === 'true' || text === 'false') return text === 'true';
	return /^\d+$/.test(text) ? Number(text) : text;
}
