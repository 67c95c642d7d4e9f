import type { OptimizerSpec } from '$lib/engine/executor';
import { optimizerDefaults, type OptimizerDefaults } from '$lib/recipe/optimizers';
import { InputError } from './failure';
import { numberOption, wordOption } from './options';

const perOptimizer = (values: (each: OptimizerDefaults) => number) =>
	Object.entries(optimizerDefaults)
		.map(([kind, each]) => `${values(each)} ${kind}`)
		.join(', ');

export const optimizerOption = () =>
	wordOption('--optimizer <name>', 'update rule', Object.keys(optimizerDefaults));
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
