import type { OptimizerSpec } from '$lib/engine/executor';
import { InputError } from './failure';
import { numberOption, wordOption } from './options';

type Kind = OptimizerSpec['kind'];

interface Defaults {
	readonly spec: OptimizerSpec;
	readonly learningRate: number;
	readonly weightDecay: number;
}

/** What each optimiser takes where the command line says nothing. */
const defaults: Readonly<Record<Kind, Defaults>> = {
	sgd: { spec: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.05, weightDecay: 5e-4 },
	rmsprop: {
		spec: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		learningRate: 0.01,
		weightDecay: 1e-5
	},
	adamw: {
		spec: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
		learningRate: 1e-3,
		weightDecay: 0.05
	}
};

export const optimizerDefaults = (kind: Kind): Defaults => defaults[kind];

const perOptimizer = (values: (each: Defaults) => number) =>
	Object.entries(defaults)
		.map(([kind, each]) => `${values(each)} ${kind}`)
		.join(', ');

export const optimizerOption = () => wordOption('--optimizer <name>', 'update rule', Object.keys(defaults));
export const momentumOption = () =>
	numberOption('--momentum <m>', 'of sgd (Nesterov) and rmsprop (default: 0.9)', { min: 0, max: 0.95 });
export const learningRateOption = (what: string) =>
	numberOption('--learning-rate <r>', `${what} (default: ${perOptimizer((each) => each.learningRate)})`, {
		min: 0,
		max: Infinity,
		above: true
	});
export const weightDecayOption = () =>
	numberOption(
		'--weight-decay <d>',
		`on tensors of two or more dimensions (default: ${perOptimizer((each) => each.weightDecay)})`,
		{ min: 0, max: Infinity }
	);

/** The rule with another momentum where one is given. Throws InputError where the rule has none. */
export function withMomentum(spec: OptimizerSpec, momentum: number | undefined): OptimizerSpec {
	if (momentum === undefined) return spec;
	if (spec.kind === 'adamw') throw new InputError('--momentum does not apply to adamw.');
	return { ...spec, momentum };
}
