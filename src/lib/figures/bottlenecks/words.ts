/** Devices, parts and states of the three measurements in the reader's words. */
import { deviceText } from '$lib/figures/blocks/words';
import type { Language } from '$lib/i18n/language';
import type { BottleneckPart } from '$lib/labs/bottlenecks/settings';
import type { AnyResult } from '$lib/state/bottlenecks/results';

export const deviceOf = (language: Language, { conditions, device }: AnyResult): string =>
	conditions === null ? '' : deviceText(language, conditions.engine, device);

/** Where the measurement of a part is, in one line beside its button. */
export function whereItIs({ t, integer }: Language, result: AnyResult): string {
	const { state, preparing, told, conditions } = result;
	switch (state) {
		case 'idle':
			return '';
		case 'finished':
			return t('bottlenecks.finished');
		case 'stopped':
			return t('bottlenecks.stopped');
		case 'failed':
			return told === null ? '' : t('bottlenecks.failed');
		case 'measuring':
			if (preparing !== null) return t('bottlenecks.now.preparing', { name: preparing });
			if (told === null) return t('bottlenecks.now.opening');
			return t('bottlenecks.now.turn', {
				turn: integer(told.done + 1),
				count: integer(conditions?.settings.repeats ?? 0)
			});
	}
}

/** What happened and what to do; null where nothing went wrong. */
export function troubleOf(
	{ t }: Language,
	problem: AnyResult['problem']
): { readonly sentence: string; readonly detail: string } | null {
	if (problem === null) return null;
	const { kind, message } = problem;
	const sentence = t(kind === 'bad-command' ? 'bottlenecks.failure.internal' : `bottlenecks.failure.${kind}`);
	return { sentence, detail: message };
}

/** On what, with what and when a part was measured. */
export function measuredOn(language: Language, part: BottleneckPart, result: AnyResult): string {
	const { t, moment } = language;
	if (result.conditions === null || result.told === null) return '';
	const { startedAt } = result.conditions;
	const names = { device: deviceOf(language, result), what: whatOf(language, part, result) };
	return t('bottlenecks.measuredOn', { ...names, date: moment(startedAt) });
}

function whatOf({ t, integer }: Language, part: BottleneckPart, { conditions, told }: AnyResult): string {
	if (conditions === null) return '';
	const { model, against, memory, size, batch } = conditions.settings;
	const turns = integer(told?.done ?? 0);
	if (part === 'size') return t('bottlenecks.size.what', { model, memory: integer(memory), turns });
	const common = { model, size: String(size), batch: integer(batch), turns };
	if (part === 'depthwise') return t('bottlenecks.what', common);
	return t('bottlenecks.scaling.what', { ...common, against });
}

/** Spreads wider than this are warned of. */
const WIDE = 0.2;

/** What is to be known before the figures of a part are believed. */
export function reservations({ t, percent }: Language, result: AnyResult): string[] {
	const { told, device, interruptions } = result;
	if (told === null) return [];
	const widest = Math.max(0, ...spreads(told));
	return [
		...(widest > WIDE && told.done > 1 ? [t('bottlenecks.wide', { share: percent(widest, 0) })] : []),
		...(device?.software ? [t('bottlenecks.software')] : []),
		...(interruptions > 0 ? [t('bottlenecks.interrupted')] : [])
	];
}

/** The middle half over its median, of each row. */
function spreads(told: NonNullable<AnyResult['told']>): number[] {
	const width = (middle: number, ends: readonly [number, number] | null) =>
		ends === null || middle <= 0 ? 0 : (ends[1] - ends[0]) / middle;
	switch (told.type) {
		case 'size':
			return told.rows.map(({ imagesPerSecond, quartiles }) => width(imagesPerSecond ?? 0, quartiles));
		case 'depthwise':
			return told.rows.map(({ nsPerMac, quartiles }) => width(nsPerMac, quartiles));
		case 'scaling':
			return told.rows.map(({ stepMs, quartiles }) => width(stepMs, quartiles));
	}
}

/** `stage 2`, `stages 1, 2`. */
export function stagesText({ t }: Language, stages: readonly number[]): string {
	const listed = stages.join(t('bottlenecks.and'));
	return t(stages.length === 1 ? 'bottlenecks.oneStage' : 'bottlenecks.stages', { stages: listed });
}
