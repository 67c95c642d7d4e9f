import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import type { Race } from '$lib/state/race.svelte';
import { compare, whoseTurn, type RaceResult } from '$lib/state/raceResult';

/** What a contestant does now, or how far it came. */
export function doingOf({ t, integer }: Language, race: Race, result: RaceResult): string {
	const { conditions, racing } = race;
	if (conditions === null) return '';
	const { repeats } = conditions.settings;
	const done = result.rates.length;
	if (racing && whoseTurn(race.results, repeats) === result) {
		return t('bench.turnNow', { turn: integer(done + 1), count: integer(repeats) });
	}
	if (done > 0) return t('bench.turns', { done: integer(done), count: integer(repeats) });
	if (!racing) return t('bench.none');
	switch (result.phase) {
		case 'waiting':
			return t('bench.waiting');
		case 'preparing':
			return t('bench.preparing');
		case 'warming':
			return t('bench.warming');
		case 'ready':
			return t('bench.primed');
	}
}

/** Where the race is, in one line beside its button. */
export function whereItIs(language: Language, race: Race): string {
	const { t, duration } = language;
	switch (race.state) {
		case 'idle':
			if (race.adapter === null) return race.problem === null ? t('bench.looking') : '';
			return race.adapter.software
				? t('bench.softwareNote', { adapter: race.adapter.adapter })
				: t('bench.readyOn', { adapter: race.adapter.adapter });
		case 'finished':
			return t('bench.finished');
		case 'stopped':
			return t('bench.stopped');
		case 'failed':
			return t('bench.failed');
		case 'racing': {
			const now = nowDoing(language, race);
			return race.timeLeftMs === null
				? now
				: `${now} · ${t('bench.left', { time: duration(race.timeLeftMs) })}`;
		}
	}
}

function nowDoing(language: Language, race: Race): string {
	const { t } = language;
	const { results, conditions } = race;
	const busy =
		results.find(({ phase }) => phase === 'preparing' || phase === 'warming') ??
		whoseTurn(results, conditions?.settings.repeats ?? 0);
	if (busy === null) return t(race.matmul === null ? 'bench.matmulFirst' : 'bench.waiting');
	return t('bench.now', {
		contestant: t(`bench.${busy.contestant}`),
		doing: doingOf(language, race, busy)
	});
}

/** The result as sentences, the first with marked terms; empty before both have taken a turn. */
export function resultOf({ t, integer, threeDigits }: Language, race: Race): string[] {
	const comparison = compare(race.results);
	if (comparison === null) return [];
	const { faster, factor, overlap, turns } = comparison;
	const sentences = [
		t('bench.faster', {
			faster: t(`bench.${faster}`),
			factor: threeDigits(factor),
			turns: integer(turns)
		})
	];
	if (overlap) sentences.push(t('bench.overlap'));
	if (race.conditions?.adapter.software) sentences.push(t('bench.onlyRatio'));
	if (race.interruptions > 0) sentences.push(t('bench.wasHidden'));
	return sentences;
}

/** What stands in the place of the result while there is none. */
export function unmeasured({ t }: Language, { state, noWebgpu }: Race): string {
	if (noWebgpu !== null) return t('bench.nothing');
	return t(state === 'idle' ? 'bench.empty' : 'bench.noComparison');
}

/** What went wrong and what to do, or null. */
export function troubleOf({ t }: Language, { problem }: Race): string | null {
	if (problem === null) return null;
	return t(problem.kind === 'bad-command' ? 'bench.failure.internal' : `bench.failure.${problem.kind}`);
}

/** What a screen reader hears: who prepares, that the turns begin, and the result; never each turn. */
export function announcement(language: Language, race: Race): string {
	const { t } = language;
	const { state, results, conditions } = race;
	if (state === 'idle') return '';
	if (state === 'racing') {
		const turns = whoseTurn(results, conditions?.settings.repeats ?? 0) !== null;
		return turns ? t('bench.turnsBegin') : nowDoing(language, race);
	}
	return [whereItIs(language, race), ...resultOf(language, race).map(spoken)].join(' ');
}

/** Where, with what and when the result was measured; empty before anything was. */
export function measuredOn({ t, integer, moment }: Language, { conditions, results }: Race): string {
	if (conditions === null || results.every(({ row }) => row === null)) return '';
	const { settings, adapter, startedAt } = conditions;
	return t('bench.measuredOn', {
		adapter: adapter.adapter,
		model: settings.model,
		size: String(settings.imageSize),
		batch: integer(settings.batch),
		date: moment(startedAt)
	});
}

/** A message without the marks of its terms. */
function spoken(message: string): string {
	return segments(message)
		.map(({ text }) => text)
		.join('');
}
