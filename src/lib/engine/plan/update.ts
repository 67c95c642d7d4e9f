/** The end of a training step: global norm, one optimiser call for all parameters, running statistics. */
import type { OptimizerSpec } from '../executor';
import type { Draft } from './draft';
import type { OptimizerKernelSpec } from './stepKernels';
import { ALIGNMENT } from './flatLayout';
import type { Operand, Space } from './plan';
import { scalarCount } from './scalars';

const MOST_SLICES = 1024;
const LEAST_SLICE = 256;

/** Norm and the step's row of metrics. */
export function lowerFinish(draft: Draft, rows: Operand): void {
	const { size } = draft.layouts.trainable;
	const slices = Math.max(1, Math.min(draft.parallelism, MOST_SLICES, Math.floor(size / LEAST_SLICE)));
	const partial = draft.tensor(slices);
	const scalars = draft.whole('scalars', scalarCount(0));
	draft.enter('gradient norm', 'update');
	draft.call({ kind: 'squares', size, slices }, { gradients: draft.whole('gradients', size), partial });
	draft.call(
		{ kind: 'finish', slices, batch: draft.batch },
		{ partial, rows, scalars, row: draft.whole('row', 4) }
	);
}

export interface UpdateOptions {
	readonly optimizer: OptimizerSpec;
	readonly ema: boolean;
	/** Most elements of one binding. */
	readonly mostElements: number;
}

/** Parameters by runs that a binding can hold, then the statistics. */
export function lowerUpdate(draft: Draft, { optimizer, ema, mostElements }: UpdateOptions): void {
	const total = draft.layouts.trainable.size;
	const scalars = draft.whole('scalars', scalarCount(0));
	const row = draft.whole('row', 4);
	// The mask has one number per run of ALIGNMENT, and its own binding must start at a multiple of it, too.
	const grain = ALIGNMENT * ALIGNMENT;
	const run = Math.max(grain, Math.floor(mostElements / grain) * grain);
	draft.enter('optimizer', 'update');
	for (let offset = 0; offset < total; offset += run) {
		const size = Math.min(run, total - offset);
		const part = (space: Space): Operand => ({ space, offset, size });
		const decay: Operand = { space: 'decay', offset: offset / ALIGNMENT, size: Math.ceil(size / ALIGNMENT) };
		draft.call(
			{ kind: 'update', ...kernelSpec(optimizer), size, ema },
			{
				gradients: part('gradients'),
				decay,
				scalars,
				row,
				parameters: part('parameters'),
				momentum: part('momentum'),
				square: optimizer.kind === 'sgd' ? null : part('square'),
				ema: ema ? part('ema') : null
			}
		);
	}
	const { size } = draft.layouts.statistics;
	draft.enter('running statistics', 'update');
	draft.call(
		{ kind: 'statistics', size, momentum: draft.graph.options.bnMomentum, ema },
		{
			batchStatistics: draft.whole('batchStatistics', size),
			scalars,
			statistics: draft.whole('statistics', size),
			ema: ema ? draft.whole('emaStatistics', size) : null
		}
	);
}

function kernelSpec(spec: OptimizerSpec): OptimizerKernelSpec {
	switch (spec.kind) {
		case 'sgd':
			return { optimizer: 'sgd', momentum: spec.momentum };
		case 'rmsprop':
			return {
				optimizer: 'rmsprop',
				decay: spec.decay,
				momentum: spec.momentum,
				epsilon: spec.epsilon
			};
		case 'adamw':
			return { optimizer: 'adamw', beta1: spec.beta1, beta2: spec.beta2, epsilon: spec.epsilon };
	}
}
