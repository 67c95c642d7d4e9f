/** Predicted and measured steps in the reader's words. */
import type { TableCell, TableColumn, TableRow } from '$lib/figures/tables/rows';
import type { Language } from '$lib/i18n/language';
import type { Calibrations } from '$lib/state/scaling/calibration.svelte';
import type { CalibratedNetwork } from '$lib/worker/predictProtocol';

/** Milliseconds below ten seconds, then seconds. */
export function stepText({ t, threeDigits }: Language, ms: number): string {
	if (ms < 10_000) return t('predict.ms', { value: threeDigits(ms) });
	return t('predict.seconds', { value: threeDigits(ms / 1000) });
}

/** A difference with its sign, e.g. `−3.4 %`. */
export function signed({ percent }: Language, share: number): string {
	return `${share > 0 ? '+' : share < 0 ? '−' : ''}${percent(Math.abs(share))}`;
}

export function settingText(
	{ t, integer }: Language,
	{ model, imageSize, batch }: Pick<CalibratedNetwork, 'model' | 'imageSize' | 'batch'>
): string {
	return t('predict.setting', { model, size: String(imageSize), batch: integer(batch) });
}

/** Where the calibration is, in one line beside its button. */
export function whereItIs({ t, integer }: Language, lab: Calibrations): string {
	const { state, known } = lab;
	switch (state) {
		case 'idle':
			if (known?.rates) return t('predict.finished');
			return lab.entrants === null ? t('predict.looking') : t('predict.ready');
		case 'preparing':
			return lab.preparing === null
				? t('predict.opening')
				: t('predict.preparing', { model: lab.preparing.model });
		case 'measuring': {
			const { done, all } = lab.turns;
			return t('predict.measuring', { turn: integer(Math.min(done + 1, all)), all: integer(all) });
		}
		case 'stopped':
		case 'failed':
			if (!known?.rates) return t('predict.failedEmpty');
			return t(`predict.${state}`);
		default:
			return t(`predict.${state}`);
	}
}

/** How far a prediction is from what was measured; null where there is no prediction. */
export function offBy({ predictedMs, stepMs }: CalibratedNetwork): number | null {
	return predictedMs === null ? null : predictedMs / stepMs.low - 1;
}

export function networkColumns({ t }: Language): TableColumn[] {
	const numeric = ['low', 'median', 'high', 'predicted', 'error', 'samples'] as const;
	return [
		{ key: 'network', label: t('predict.network'), numeric: false },
		{ key: 'part', label: t('predict.column.part'), numeric: false },
		...numeric.map((key) => ({ key, label: t(`predict.column.${key}`), numeric: true }))
	];
}

export function networkRows(language: Language, networks: readonly CalibratedNetwork[]): TableRow[] {
	const { t, integer, threeDigits } = language;
	const ms = (value: number | null): TableCell => ({
		text: value === null ? t('predict.none') : threeDigits(value),
		value
	});
	return networks.map((network) => {
		const { stepMs, predictedMs, heldOut, samples } = network;
		const name = settingText(language, network);
		const part = t(heldOut ? 'predict.part.heldOut' : 'predict.part.fitted');
		const error = offBy(network);
		return {
			key: name,
			cells: [
				{ text: name, value: name },
				{ text: part, value: part },
				...[stepMs.low, stepMs.median, stepMs.high, predictedMs].map(ms),
				{ text: error === null ? t('predict.none') : signed(language, error), value: error },
				{ text: integer(samples), value: samples }
			]
		};
	});
}
