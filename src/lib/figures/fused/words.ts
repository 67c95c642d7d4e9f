/** Networks with fused stages, and what the paper has of them, in the reader's words. */
import type { Language } from '$lib/i18n/language';
import type { SpeedUps } from '$lib/paper/fused';
import type { FusedRow } from '$lib/worker/fusedProtocol';

export const fusedText = ({ t }: Language, lastFusedStage: number | null): string =>
	lastFusedStage === null ? t('table3.none') : t('table3.upTo', { stage: String(lastFusedStage) });

/** A row in one sentence, for whoever reads the chart by keyboard. */
export function readingText(language: Language, row: FusedRow, cited: SpeedUps | null): string {
	const { t, fixed } = language;
	const [low, high] = row.quartiles.ratio;
	const measured = t('table3.reading', {
		fused: fusedText(language, row.lastFusedStage),
		ratio: fixed(row.ratio, 2),
		low: fixed(low, 2),
		high: fixed(high, 2)
	});
	if (cited === null) return measured;
	return t('table3.readingCited', { measured, tpu: fixed(cited.tpu, 2), v100: fixed(cited.v100, 2) });
}
