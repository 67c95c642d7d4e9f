/** What entrants are called, and what was measured of them in words. */
import type { Language } from '$lib/i18n/language';
import { distinctions } from '$lib/runs/diff';
import type { RunConfig } from '$lib/recipe/config';
import { fieldsOf } from '$lib/recipe/fields';
import type { MeanSpread } from '$lib/state/schedules/figures';
import type { ScheduleRace } from '$lib/state/schedules/race.svelte';
import type { EntrantSettings } from '$lib/state/schedules/settings';
import { fieldName, fieldValue } from '../form/fieldName';

/** A name for each entrant, with its network if that is its own; those alike in both have their size and length in it. */
export function entrantNames(language: Language, entrants: readonly EntrantSettings[]): string[] {
	const { t, plain } = language;
	return entrants.map(({ kind, finalSize, epochs, model }, index) => {
		const schedule = t(`schedules.kind.${kind}`);
		const name =
			model === undefined ? schedule : t('schedules.ofNetwork', { network: model, name: schedule });
		const isAlone = entrants.every(
			(other, at) => at === index || other.kind !== kind || other.model !== model
		);
		if (isAlone) return name;
		return t('schedules.twin', { name, size: String(finalSize), epochs: plain(epochs) });
	});
}

/** The names of the race that is shown. */
export const namesOf = (language: Language, race: ScheduleRace) =>
	entrantNames(language, race.shown.settings.entrants);

export interface NamedDifference {
	/** Field of the configuration. */
	readonly field: string;
	readonly name: string;
	readonly value: string;
}

/** For each run the fields in which it differs from the first, in words; a field without words has its own name. */
export function differencesText(language: Language, configs: readonly RunConfig[]): NamedDifference[][] {
	const first = new Map(fieldsOf(configs[0] ?? {}));
	const shown = (field: string, value: unknown) => fieldValue(language, field, value);
	return distinctions(configs).map((fields) =>
		fields.flatMap(({ field, value }) => {
			// The same value in four stages and in one is no difference.
			if (shown(field, value) === shown(field, first.get(field))) return [];
			return { field, name: fieldName(language, field), value: shown(field, value) };
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

/** `81.2 % (80.1–82.0)`: the mean, and of several measurements least and most. */
export function spreadText(spread: MeanSpread | null, format: (value: number) => string): string {
	if (spread === null) return '–';
	const { mean, min, max, count } = spread;
	return count < 2 ? format(mean) : `${format(mean)} (${format(min)}–${format(max)})`;
}
