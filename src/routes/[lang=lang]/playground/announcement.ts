import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';
import { adviceFor } from './advice';

/** What a screen reader hears: a change of state, a new stage, a test result; never each step. */
export function announcement(language: Language, playground: Playground): string {
	const { t, percent } = language;
	const { state, record } = playground;
	if (state !== 'running') return adviceFor(language, playground).text;
	const stage = record.stage;
	if (stage === null) return '';
	const parts = [
		t('where.stage', { stage: String(stage.stage + 1), count: String(playground.run?.stages.length ?? 0) }),
		t('unit.px', { value: String(stage.size) })
	];
	const tested = record.evaluations.findLast(({ size }) => size === stage.size);
	if (tested) parts.push(t('announce.tested', { accuracy: percent(tested.accuracy) }));
	return parts.join(' · ');
}
