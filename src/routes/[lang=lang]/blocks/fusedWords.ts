/** The measurement of Table 3 in sentences. */
import { deviceText } from '$lib/figures/blocks/words';
import { fusedText } from '$lib/figures/fused/words';
import type { Language } from '$lib/i18n/language';
import type { FusedLab } from '$lib/state/blocks/fused.svelte';

/** What it is measured on. */
function fusedDevice(language: Language, { conditions, device }: FusedLab): string {
	return conditions === null ? '' : deviceText(language, conditions.engine, device);
}

/** Where the measurement is, in one line beside its button. */
export function fusedPlace(language: Language, lab: FusedLab): string {
	const { t, integer } = language;
	if (lab.state === 'idle') return t('table3.ready');
	if (lab.state !== 'measuring') return t(`blocks.${lab.state}`);
	const device = fusedDevice(language, lab);
	const { phase } = lab;
	if (phase === 'turns') {
		const count = integer(lab.conditions?.settings.repeats ?? 0);
		return t('blocks.now.turn', { device, turn: integer(lab.done + 1), count });
	}
	if (typeof phase === 'string') return t(`table3.now.${phase}`, { device });
	return t('table3.now.preparing', { device, fused: fusedText(language, phase.lastFusedStage) });
}

/** At what size the networks are trained; empty before that is known. */
export function scaleText({ t, integer, plain }: Language, { scale, conditions }: FusedLab): string {
	if (scale === null || conditions === null) return '';
	const size = String(scale.imageSize);
	const batch = integer(scale.batch);
	const memory = integer(Math.round(scale.bytes / 2 ** 20));
	if (conditions.settings.family === 'nano') return t('table3.scale.nano', { size, batch, memory });
	const step = integer(Math.ceil(scale.expectedMs));
	return t('table3.scale.b4', { width: plain(scale.width), size, batch, memory, step });
}

/** Which network is fastest, with marked terms, and what is to be known before that is believed. */
export function fusedVerdict(language: Language, lab: FusedLab): string[] {
	const { t, fixed } = language;
	const [none, ...fused] = lab.rows;
	const [fastest, second] = [...lab.rows].sort((a, b) => b.ratio - a.ratio);
	if (none === undefined || fastest === undefined || fused.length === 0) return [];
	const device = fusedDevice(language, lab);
	const name = fusedText(language, fastest.lastFusedStage);
	const sentence =
		fastest === none
			? t('table3.bestNone', { device })
			: t('table3.best', { device, fused: name, ratio: fixed(fastest.ratio, 2) });
	const overlaps = second !== undefined && second.quartiles.ratio[1] >= fastest.quartiles.ratio[0];
	return overlaps ? [sentence, t('table3.unclear')] : [sentence];
}

/** On what and when was measured; empty before anything was. */
export function fusedMeasuredOn(language: Language, lab: FusedLab): string {
	const { t, integer, moment } = language;
	if (lab.conditions === null || lab.rows.length === 0) return '';
	const device = fusedDevice(language, lab);
	return t('table3.measuredOn', { device, turns: integer(lab.done), date: moment(lab.conditions.startedAt) });
}
