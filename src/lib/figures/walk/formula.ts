/** How an output comes about where it is no sum of products: what goes into it, and the formula with its numbers. */
import type { Language } from '$lib/i18n/language';
import { addingUp } from '$lib/labs/walk/addingUp';
import { sigmoid } from '$lib/labs/walk/layers';
import { valueAt, type Place } from '$lib/labs/walk/maps';
import type {
	AddStep,
	InputStep,
	NormStep,
	ScaleStep,
	SiluStep,
	SqueezeStep,
	Step
} from '$lib/labs/walk/steps';
import { digits, factor, shown } from './numbers';

export type PlainStep = InputStep | NormStep | SiluStep | SqueezeStep | ScaleStep | AddStep;

export interface Derivation {
	readonly facts: readonly { readonly name: string; readonly value: string }[];
	/** In symbols; null where the numbers say it. */
	readonly symbols: string | null;
	/** With numbers, up to the result. */
	readonly numbers: string | null;
}

export const isPlain = (step: Step): step is PlainStep =>
	['input', 'norm', 'silu', 'squeeze', 'scale', 'add'].includes(step.kind);

/** The output of a step at a place. */
export function derivation(language: Language, step: PlainStep, place: Place): Derivation {
	switch (step.kind) {
		case 'input':
			return inputOf(language, step, place);
		case 'norm':
			return normOf(language, step, place);
		case 'silu': {
			const x = valueAt(step.before, place);
			const facts = [
				{ name: language.t('walk.norm.value'), value: shown(language, x) },
				{ name: language.t('walk.sigmoid'), value: shown(language, sigmoid(x)) }
			];
			const numbers = `${shown(language, x)} · ${shown(language, sigmoid(x))} ≈ ${result(language, step, place)}`;
			return { facts, symbols: 'x · sigmoid(x)', numbers };
		}
		case 'squeeze':
			return meanOf(language, step, place);
		case 'scale': {
			const [x, gate] = [valueAt(step.before, place), step.gates.values[place.channel]!];
			const numbers = `${shown(language, x)} · ${shown(language, gate)} ≈ ${result(language, step, place)}`;
			const facts = [
				{ name: language.t('walk.norm.value'), value: shown(language, x) },
				{ name: language.t('walk.gate'), value: shown(language, gate) }
			];
			return { facts, symbols: null, numbers };
		}
		case 'add':
			return sumOf(language, step, place);
	}
}

const result = (language: Language, { after }: Step, place: Place): string =>
	shown(language, valueAt(after, place));

function inputOf(language: Language, step: InputStep, place: Place): Derivation {
	const { t, integer } = language;
	const facts = ([0, 1, 2] as const).map((channel) => {
		const value = valueAt(step.before, { ...place, channel });
		const level = integer(Math.round((value + 1) * 128));
		return { name: t(`walk.colour.${channel}`), value: `${level} / 128 − 1 = ${shown(language, value)}` };
	});
	return { facts, symbols: null, numbers: t('walk.input.made', { value: result(language, step, place) }) };
}

function normOf(language: Language, step: NormStep, place: Place): Derivation {
	const { t } = language;
	const { channel } = place;
	const of = {
		value: valueAt(step.before, place),
		mean: step.mean[channel]!,
		variance: step.variance[channel]!,
		gamma: step.gamma[channel]!,
		beta: step.beta[channel]!,
		epsilon: step.epsilon
	};
	const names = ['value', 'mean', 'variance', 'gamma', 'beta', 'epsilon'] as const;
	const facts = names.map((name) => ({ name: t(`walk.norm.${name}`), value: shown(language, of[name]) }));
	const [x, mean, variance, beta] = [of.value, of.mean, of.variance, of.beta].map((value) =>
		factor(language, value)
	);
	const deviation = `√(${variance} + ${shown(language, of.epsilon)})`;
	const numbers = `${shown(language, of.gamma)} · (${x} − ${mean}) / ${deviation} + ${beta} ≈ ${result(language, step, place)}`;
	return { facts, symbols: 'γ · (x − μ) / √(σ² + ε) + β', numbers };
}

function meanOf(language: Language, step: SqueezeStep, place: Place): Derivation {
	const { t, integer } = language;
	const pixels = step.before.side ** 2;
	const count = integer(pixels);
	const sum = shown(language, step.after.values[place.channel]! * pixels);
	const facts = [{ name: t('walk.sumOf', { count }), value: sum }];
	return { facts, symbols: null, numbers: `${sum} / ${count} ≈ ${result(language, step, place)}` };
}

function sumOf(language: Language, step: AddStep, place: Place): Derivation {
	const { t } = language;
	const parts = [valueAt(step.before, place), valueAt(step.skip, place)];
	const [branch, skip] = addingUp(parts, valueAt(step.after, place), digits);
	const facts = [
		{ name: t('walk.branch'), value: shown(language, branch!) },
		{ name: t('walk.skip'), value: shown(language, skip!) }
	];
	const numbers = `${shown(language, branch!)} + ${factor(language, skip!)} = ${result(language, step, place)}`;
	return { facts, symbols: null, numbers };
}
