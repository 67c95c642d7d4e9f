/** What entrants are called, and what was measured of them in words. */
import type { Language } from '$lib/i18n/language';
import { distinctions } from '$lib/runs/diff';
import type { RunConfig } from '$lib/recipe/config';
import { fieldsOf } from '$lib/recipe/fields';
import type { MeanSpread } from '$lib/state/schedules/figures';
import type { ScheduleRace } from '$lib/state/schedules/race.svelte';
import type { EntrantSettings } from '$lib/state/schedules/settings';

/** A name for each entrant; those of the same kind have their size and length in it. */
export function entrantNames(language: Language, entrants: readonly EntrantSettings[]): string[] {
	const { t, plain } = language;
	return entrants.map(({ kind, finalSize, epochs }, index) => {
		const name = t(`schedules.kind.${kind}`);
		if (entrants.every((other, at) => at === index || other.kind !== kind)) return name;
		return t('schedules.twin', { name, size: String(finalSize), epochs: plain(epochs) });
	});
}

/** The names of the race that is shown. */
export const namesOf = (language: Language, race: ScheduleRace) =>
	entrantNames(language, race.shown.settings.entrants);

const fieldNames = {
	'stages.size': 'schedule.size',
	'stages.epochs': 'schedule.epochs',
	'stages.dropout': 'schedule.dropout',
	'stages.randaugment': 'schedule.randaugment',
	'stages.mixup': 'schedule.mixup',
	'stages.cutmix': 'schedule.cutmix',
	'stages.dropPath': 'schedule.dropPath',
	order: 'recipe.order',
	randaugmentLayers: 'recipe.randaugmentLayers',
	'learningRate.peak': 'recipe.peak',
	'learningRate.warmupEpochs': 'recipe.warmup',
	weightDecay: 'recipe.weightDecay',
	labelSmoothing: 'recipe.labelSmoothing'
} as const;

const isNamed = (field: string): field is keyof typeof fieldNames => Object.hasOwn(fieldNames, field);

export interface NamedDifference {
	/** Field of the configuration. */
	readonly field: string;
	readonly name: string;
	readonly value: string;
}

/** For each run the fields in which it differs from the first, in words; a field without words has its own name. */
export function differencesText(language: Language, configs: readonly RunConfig[]): NamedDifference[][] {
	const { t } = language;
	const first = new Map(fieldsOf(configs[0] ?? {}));
	const shown = (field: string, value: unknown) => valueText(language, field, value);
	return distinctions(configs).map((fields) =>
		fields.flatMap(({ field, value }) => {
			// The same value in four stages and in one is no difference.
			if (shown(field, value) === shown(field, first.get(field))) return [];
			const name = isNamed(field) ? t(fieldNames[field]) : field;
			return { field, name, value: shown(field, value) };
		})
	);
}

/** The first run's own values of the fields in which others differ. */
export function firstText(language: Language, configs: readonly RunConfig[]): NamedDifference[] {
	const [first] = configs;
	if (first === undefined) return [];
	const seen = new Map<string, NamedDifference>();
	for (const other of configs.slice(1)) {
		for (const own of differencesText(language, [other, first])[1] ?? []) seen.set(own.field, own);
	}
	return [...seen.values()];
}

function valueText(language: Language, field: string, value: unknown): string {
	const { t, plain } = language;
	const text = (one: unknown) => (typeof one === 'number' ? plain(one) : String(one));
	if (field === 'order') return t(value === 'random' ? 'recipe.order.random' : 'recipe.order.progressive');
	if (!Array.isArray(value)) return text(value);
	const items = (value as readonly unknown[]).map(text);
	if (field !== 'stages.epochs' && items.every((item) => item === items[0])) return items[0] ?? '';
	return items.join(t('schedules.next'));
}

/** `81.2 % (80.1–82.0)`: the mean, and of several measurements least and most. */
export function spreadText(spread: MeanSpread | null, format: (value: number) => string): string {
	if (spread === null) return '–';
	const { mean, min, max, count } = spread;
	return count < 2 ? format(mean) : `${format(mean)} (${format(min)}–${format(max)})`;
}
