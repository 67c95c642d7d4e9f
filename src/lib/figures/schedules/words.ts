import { namesOf, spreadText } from './names';
import { placeName } from '$lib/i18n/adapterName';
import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import type { ScheduleRace } from '$lib/state/schedules/race.svelte';
import type { Comparison } from '$lib/state/schedules/verdict';

/** Of ten classes, a tenth is guessed right. Below this nobody has learnt enough to be compared. */
const hardlyLearnt = 0.2;

/** Where the race is, in one line beside its button. */
export function whereItIs(language: Language, race: ScheduleRace): string {
	const { t, duration, percent } = language;
	switch (race.state) {
		case 'idle':
			if (race.device !== null) return t('schedules.readyFor', { device: deviceText(language, race) });
			return race.problem === null ? t('schedules.looking') : '';
		case 'racing': {
			const now = nowDoing(language, race);
			const left = race.leftMs;
			if (left === null) return now;
			return t('schedules.left', { now, done: percent(race.progress, 0), time: duration(left) });
		}
		case 'pausing':
		case 'paused':
		case 'finished':
		case 'stopped':
		case 'failed':
			return t(`schedules.state.${race.state}`);
	}
}

function nowDoing(language: Language, race: ScheduleRace): string {
	const { t, integer, percent } = language;
	const { making, lanes } = race;
	if (making !== null) return t('schedules.making', { done: percent(making.done / making.total, 0) });
	const training = lanes.filter(({ phase }) => phase === 'training');
	const [first] = training;
	if (first === undefined) return t('schedules.opening');
	const names = namesOf(language, race);
	return t('schedules.now', {
		seed: integer(first.seed + 1),
		seeds: integer(race.shown.settings.seeds),
		names: training.map(({ entrant }) => names[entrant]).join(t('value.next'))
	});
}

/** What it trains on: the engine and the device's own name. */
function deviceText(language: Language, race: ScheduleRace): string {
	const device = race.conditions?.device ?? race.device;
	return device === null ? language.t('device.looking') : placeName(language, device);
}

/** The result as sentences, the first ones with marked terms; empty before the first entrant and another are through. */
export function resultOf(language: Language, race: ScheduleRace): string[] {
	const { t, integer } = language;
	const { comparisons, summaries, state } = race;
	if (comparisons.length === 0) return [];
	const names = namesOf(language, race);
	const sentences = comparisons.map((comparison) => compared(language, race, names, comparison));
	const unexpected = comparisons.filter(({ expected }) => expected === false);
	if (summaries.every(({ accuracy }) => accuracy === null || accuracy.mean < hardlyLearnt)) {
		sentences.push(t('schedules.nobodyLearnt'));
	} else if (unexpected.length > 0) {
		const rivals = unexpected.map(({ rival }) => names[rival]).join(t('value.next'));
		sentences.push(t('schedules.notAsPaper', { rivals }));
	} else if (comparisons.some(({ expected }) => expected)) sentences.push(t('schedules.asPaper'));
	const seeds = summaries[0]?.accuracy?.count ?? 0;
	if (seeds < 2) sentences.push(t('schedules.oneSeed'));
	else if (comparisons.some(({ unclear }) => unclear)) {
		sentences.push(t('schedules.unclear', { seeds: integer(seeds) }));
	}
	if (state !== 'finished') sentences.push(t('schedules.soFar'));
	const diverged = summaries.reduce((sum, summary) => sum + summary.diverged, 0);
	if (diverged > 0) sentences.push(t('schedules.someDiverged', { count: integer(diverged) }));
	return sentences;
}

function compared(
	{ t, percent, fixed }: Language,
	race: ScheduleRace,
	names: readonly string[],
	{ rival, accuracyGain, timeRatio }: Comparison
): string {
	const points = fixed(Math.abs(accuracyGain) * 100, 1);
	const accuracy =
		points === fixed(0, 1)
			? t('schedules.equal')
			: t(accuracyGain > 0 ? 'schedules.more' : 'schedules.less', { points });
	const share = percent(Math.abs(1 - timeRatio), 0);
	const time =
		Math.abs(1 - timeRatio) < 0.005
			? t('schedules.sameTime')
			: t(timeRatio < 1 ? 'schedules.lessTime' : 'schedules.moreTime', { share });
	return t('schedules.compared', {
		...{ first: names[0] ?? '', rival: names[rival] ?? '', accuracy, time },
		ours: spreadText(race.summaries[0]?.accuracy ?? null, percent),
		theirs: spreadText(race.summaries[rival]?.accuracy ?? null, percent)
	});
}

/** What a screen reader hears: who trains, and the result; never each step. */
export function announcement(language: Language, race: ScheduleRace): string {
	if (race.state === 'idle') return '';
	if (race.state === 'racing') return nowDoing(language, race);
	return [whereItIs(language, race), ...resultOf(language, race).map(spoken)].join(' ');
}

/** Where, with what and when the result was measured; empty before anything was. */
export function measuredOn(language: Language, race: ScheduleRace): string {
	const { t, integer, moment } = language;
	const { conditions, lanes } = race;
	if (conditions === null || lanes.every(({ points }) => points.length === 0)) return '';
	const { settings, configs, startedAt } = conditions;
	const [config] = configs;
	return t('schedules.measuredOn', {
		device: deviceText(language, race),
		model: [...new Set(configs.map(({ model }) => model))].join(t('value.next')),
		train: integer(settings.train),
		test: integer(config?.data.test ?? 0),
		batch: integer(config?.batch ?? 0),
		seeds: integer(settings.seeds),
		order: t(`schedules.order.${settings.order}`),
		date: moment(startedAt)
	});
}

/** A message without the marks of its terms. */
function spoken(message: string): string {
	return segments(message)
		.map(({ text }) => text)
		.join('');
}
