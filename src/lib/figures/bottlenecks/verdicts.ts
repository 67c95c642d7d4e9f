/** What each measurement says, in sentences with marked terms; also that this device does not agree with the paper. */
import type { Language } from '$lib/i18n/language';
import type { ConvRow } from '$lib/labs/bottlenecks/rows';
import type { PartResult } from '$lib/state/bottlenecks/results';
import { depthwiseExcess, fusedPattern } from './depthwiseFigures';
import { earlyShare, LAST_EARLY_STAGE, wholeStepMore } from './scalingFigures';
import { sizeGain, sizePairs } from './sizeFigures';
import { deviceOf, stagesText } from './words';

export function sizeVerdict(language: Language, result: PartResult<'size'>): string[] {
	const { t, threeDigits, integer, plain } = language;
	const gain = sizeGain(sizePairs(result.told?.rows ?? []));
	if (gain === null) return [];
	const { small, large, pixels, same, all, batch } = gain;
	const names = {
		...{ small: String(small), large: String(large), device: deviceOf(language, result) },
		...{ pixels: plain(Number(pixels.toPrecision(3))), all: threeDigits(all) },
		batch: integer(result.conditions?.settings.batch ?? 0)
	};
	if (same === null || batch === null) return [t('bottlenecks.size.verdictNoFixed', names)];
	const whole = t('bottlenecks.size.verdict', { ...names, same: threeDigits(same) });
	const factor = threeDigits(batch.factor);
	switch (batch.verdict) {
		case 'helps':
			return [whole, t('bottlenecks.size.batchHelps', { factor })];
		case 'does-not':
			return [whole, t('bottlenecks.size.batchDoesNot', { factor })];
		case 'unclear':
			return [whole, t('bottlenecks.size.batchUnclear')];
	}
}

export function depthwiseVerdict(
	language: Language,
	result: PartResult<'depthwise'>,
	pass: ConvRow['pass']
): string[] {
	const { t, threeDigits } = language;
	const excess = depthwiseExcess(result.told?.rows ?? [], pass);
	const [first, last] = [excess[0], excess.at(-1)];
	if (first === undefined || last === undefined) return [];
	const { fused, mbconv, pattern } = fusedPattern(result.told?.stages ?? []);
	const stages = { fused: stagesText(language, fused), mbconv: stagesText(language, mbconv) };
	return [
		t('bottlenecks.depthwise.verdict', {
			...{ device: deviceOf(language, result), pass: t(`bottlenecks.pass.${pass}`) },
			...{ first: threeDigits(first.ratio), firstStage: String(first.stage) },
			...{ last: threeDigits(last.ratio), lastStage: String(last.stage) }
		}),
		language.t(`bottlenecks.depthwise.${pattern}`, stages)
	];
}

export function scalingVerdict(language: Language, { told }: PartResult<'scaling'>): string[] {
	const { t, threeDigits, integer, percent } = language;
	const models = [...new Set(told?.added.map(({ model }) => model))];
	const shares = models.map((model) => ({
		model,
		...earlyShare(told?.added.filter((row) => row.model === model) ?? [])
	}));
	const sentences = shares.map(({ model, ms, params, time, share }) =>
		t('bottlenecks.scaling.verdict', {
			...{ model, ms: threeDigits(ms), params: integer(params), early: String(LAST_EARLY_STAGE) },
			...{ time: percent(time, 0), share: percent(share, 0) }
		})
	);
	const [own] = shares;
	if (own === undefined) return [];
	// A layer early takes more than twice its part of the parameters.
	const agrees = own.time > 2 * own.share;
	return [...sentences, t(agrees ? 'bottlenecks.scaling.agrees' : 'bottlenecks.scaling.other')];
}

/** The added blocks against what the deeper network takes more: a check of the measurement on itself. */
export function scalingChecks({ t, threeDigits }: Language, { told }: PartResult<'scaling'>): string[] {
	return [...new Set(told?.added.map(({ model }) => model))].flatMap((model) => {
		const more = wholeStepMore(told?.steps ?? [], model);
		if (more === null) return [];
		const sum = earlyShare(told?.added.filter((row) => row.model === model) ?? []).ms;
		return [t('bottlenecks.scaling.check', { model, more: threeDigits(more), sum: threeDigits(sum) })];
	});
}
