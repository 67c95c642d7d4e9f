/** Networks with fused stages, and what the paper has of them, in the reader's words. */
import type { Language } from '$lib/i18n/language';
import { fusedB4 } from '$lib/paper/fused';
import type { FusedRow } from '$lib/worker/fusedProtocol';

export const fusedText = ({ t }: Language, lastFusedStage: number | null): string =>
	lastFusedStage === null ? t('table3.none') : t('table3.upTo', { stage: String(lastFusedStage) });

/** Speed over no stage fused on the paper's hardware. */
export interface Cited {
	readonly tpu: number;
	readonly v100: number;
}

/** What Table 3 has of B4 with these stages fused; null where it has no such row. */
export function citedFor(lastFusedStage: number | null): Cited | null {
	const [none] = fusedB4.value;
	const row = fusedB4.value.find((each) => each.lastFusedStage === lastFusedStage);
	return none === undefined || row === undefined
		? null
		: { tpu: row.tpu / none.tpu, v100: row.v100 / none.v100 };
}

/** A row in one sentence, for whoever reads the chart by keyboard. */
export function readingText(language: Language, row: FusedRow, cited: Cited | null): string {
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
