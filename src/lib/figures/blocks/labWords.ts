import { opText, resultText } from './words';
import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import type { BlocksLab } from '$lib/state/blocks/lab.svelte';
import {
	stagePairs,
	wideSpread,
	type BlockPass,
	type BlockScope,
	type StagePair
} from '$lib/state/blocks/results';

/** Where the measurement is, in one line beside its button. */
export function whereItIs(language: Language, lab: BlocksLab): string {
	const { t } = language;
	switch (lab.state) {
		case 'idle':
			if (lab.entrants === null) return lab.problem === null ? t('blocks.looking') : '';
			return lab.chosen.length === 0 ? '' : t('blocks.ready');
		case 'finished':
			return t('blocks.finished');
		case 'stopped':
			return t('blocks.stopped');
		case 'failed':
			return t('blocks.failed');
		case 'measuring':
			return nowDoing(language, lab);
	}
}

function nowDoing(language: Language, { results, conditions }: BlocksLab): string {
	const { t, integer } = language;
	const count = conditions?.settings.repeats ?? 0;
	const busy = results.find(({ done, missed }) => done < count && missed === null);
	if (busy === undefined) return '';
	const device = resultText(language, busy);
	if (busy.preparing !== null) {
		return t('blocks.now.preparing', { device, op: opText(language, busy.preparing) });
	}
	if (busy.rows.length === 0) return t('blocks.now.opening', { device });
	return t('blocks.now.turn', { device, turn: integer(busy.done + 1), count: integer(count) });
}

export interface Trouble {
	/** What happened and what to do. */
	readonly sentence: string;
	/** In the words of the engine, in English. */
	readonly detail: string;
}

/** What went wrong: of the whole measurement, or of a device. */
export function troublesOf(language: Language, { problem, results }: BlocksLab): Trouble[] {
	const { t } = language;
	const reason = (kind: NonNullable<typeof problem>['kind']) =>
		t(kind === 'bad-command' ? 'blocks.failure.internal' : `blocks.failure.${kind}`);
	const whole = problem === null ? [] : [{ sentence: reason(problem.kind), detail: problem.message }];
	const missed = results.flatMap((result) => {
		if (result.missed === null) return [];
		const sentence = t('blocks.missed', {
			device: resultText(language, result),
			reason: reason(result.missed.kind)
		});
		return [{ sentence, detail: result.missed.message }];
	});
	return [...whole, ...missed];
}

/** Who is faster where, a sentence for each device, with marked terms. */
export function verdicts(language: Language, lab: BlocksLab, scope: BlockScope, pass: BlockPass): string[] {
	return lab.results.flatMap((result) => {
		const pairs = stagePairs(result, scope, pass);
		if (pairs.length === 0) return [];
		const parts = verdictOf(language, pairs);
		return [language.t('blocks.verdict', { device: resultText(language, result), parts })];
	});
}

function verdictOf({ t }: Language, pairs: readonly StagePair[]): string {
	const listed = (chosen: readonly StagePair[]) => {
		const stages = chosen.map(({ stage }) => String(stage)).join(t('blocks.and'));
		return {
			stages: t(chosen.length === 1 ? 'blocks.verdict.oneStage' : 'blocks.verdict.stages', { stages })
		};
	};
	const fused = pairs.filter(({ ratio, unclear }) => ratio > 1 && !unclear);
	const mbconv = pairs.filter(({ ratio, unclear }) => ratio <= 1 && !unclear);
	const unclear = pairs.filter((pair) => pair.unclear);
	const parts: string[] = [];
	if (fused.length > 0) parts.push(t('blocks.verdict.fused', listed(fused)));
	if (mbconv.length > 0) {
		parts.push(t(fused.length > 0 ? 'blocks.verdict.mbconv' : 'blocks.verdict.mbconvOnly', listed(mbconv)));
	}
	if (unclear.length > 0) parts.push(t('blocks.verdict.unclear', listed(unclear)));
	return parts.join(t('blocks.then'));
}

/** What is to be known before the figures are believed. */
export function reservations(
	language: Language,
	lab: BlocksLab,
	scope: BlockScope,
	pass: BlockPass
): string[] {
	const { t, percent } = language;
	const said = lab.results.flatMap((result) => {
		const wide = result.done > 1 ? wideSpread(stagePairs(result, scope, pass)) : null;
		const device = resultText(language, result);
		return [
			...(wide === null ? [] : [t('blocks.wide', { device, share: percent(wide, 0) })]),
			...(result.drift === 0 ? [] : [driftText(language, device, result.drift)])
		];
	});
	if (lab.results.some(({ device, rows }) => device?.software && rows.length > 0))
		said.push(t('blocks.software'));
	if (lab.measured && lab.interruptions > 0) said.push(t('blocks.wasHidden'));
	return said;
}

const driftText = ({ t, percent }: Language, device: string, drift: number) =>
	t(drift > 0 ? 'blocks.slower' : 'blocks.quicker', { device, share: percent(Math.abs(drift), 0) });

/** On what, with what and when was measured; empty before anything was. */
export function measuredOn(language: Language, lab: BlocksLab): string {
	const { t, integer, moment } = language;
	if (lab.conditions === null || !lab.measured) return '';
	const { settings, startedAt } = lab.conditions;
	return t('blocks.measuredOn', {
		devices: lab.results
			.filter(({ rows }) => rows.length > 0)
			.map((result) => resultText(language, result))
			.join(t('bench.listed')),
		model: settings.model === 'own' ? t('blocks.ownBlock') : settings.model,
		size: String(settings.imageSize),
		batch: integer(settings.batch),
		date: moment(startedAt)
	});
}

/** What a screen reader hears: what begins, and the result; never each turn. */
export function announcement(language: Language, lab: BlocksLab): string {
	const { results, state } = lab;
	if (state === 'idle') return '';
	if (state === 'measuring') {
		const busy = results.find(({ preparing }) => preparing !== null);
		return busy === undefined ? '' : nowDoing(language, lab);
	}
	const sentences = verdicts(language, lab, 'stage', 'stepMs').map(spoken);
	return [whereItIs(language, lab), ...sentences].join(' ');
}

/** A message without the marks of its terms. */
function spoken(message: string): string {
	return segments(message)
		.map(({ text }) => text)
		.join('');
}
