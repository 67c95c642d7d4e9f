import { contestantText, deviceText } from '$lib/figures/race/contestant';
import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import type { Race } from '$lib/state/race.svelte';
import { compare, ranking, whoseTurn, type RaceResult } from '$lib/state/raceResult';

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
			if (race.entrants !== null) return race.chosen.length === 0 ? '' : t('bench.readyFor');
			return race.problem === null ? t('bench.looking') : '';
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
	if (busy === null)
		return t(results.some(({ device }) => device === null) ? 'bench.opening' : 'bench.waiting');
	return t('bench.now', {
		contestant: contestantText(language, busy.contestant),
		doing: doingOf(language, race, busy)
	});
}

/** The result as sentences, the first with marked terms; empty before everybody who raced has taken a turn. */
export function resultOf(language: Language, race: Race): string[] {
	const { t } = language;
	const { results, interruptions } = race;
	if (results.length === 0 || results.some(({ row }) => row === null)) return [];
	const sentences = verdict(language, results);
	if (results.some(({ device }) => device?.software)) sentences.push(t('bench.onlyRatio'));
	if (interruptions > 0) sentences.push(t('bench.wasHidden'));
	return sentences;
}

/** Who won against whom; of one alone, how fast it is. */
function verdict(language: Language, results: readonly RaceResult[]): string[] {
	const { t, integer, threeDigits } = language;
	const comparison = compare(results);
	if (comparison === null) {
		return ranking(results).map(({ contestant, row, rates }) =>
			t('bench.alone', {
				contestant: contestantText(language, contestant),
				rate: t('bench.rate', { rate: threeDigits(row.imagesPerSecond.median) }),
				turns: integer(rates.length)
			})
		);
	}
	const { fastest, rivals, overlap, turns } = comparison;
	const [nearest, ...others] = rivals.map(({ result, factor }) => ({
		factor: threeDigits(factor),
		rival: contestantText(language, result.contestant)
	}));
	const first = t('bench.faster', {
		faster: contestantText(language, fastest.contestant),
		...nearest!,
		others: others.map((other) => t('bench.andTimes', other)).join(''),
		turns: integer(turns)
	});
	return overlap ? [first, t('bench.overlap')] : [first];
}

/** What stands in the place of the result while there is none. */
export function unmeasured({ t }: Language, { state }: Race): string {
	return t(state === 'idle' ? 'bench.empty' : 'bench.noComparison');
}

/** The devices of the race, each once; empty before they are known. */
export function devicesText(language: Language, { results }: Race): string {
	const { t } = language;
	const devices = results.flatMap(({ contestant, device }) =>
		device === null ? [] : [deviceText(language, contestant, device)]
	);
	return [...new Set(devices)].join(t('bench.listed'));
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
export function measuredOn(language: Language, race: Race): string {
	const { t, integer, moment } = language;
	const { conditions, results } = race;
	if (conditions === null || results.every(({ row }) => row === null)) return '';
	const { settings, startedAt } = conditions;
	return t('bench.measuredOn', {
		devices: devicesText(language, race),
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
