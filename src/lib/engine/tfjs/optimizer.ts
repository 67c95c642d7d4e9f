import { add, div, mul, sqrt, square, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerSpec, StepScalars } from '../executor';

export type Slots = Readonly<Record<string, Tensor1D>>;

/** One bucket of parameters on its way through an update. */
export interface Bucket {
	readonly parameters: Tensor1D;
	readonly gradient: Tensor1D;
	/** 1 where weight decay applies, else 0. */
	readonly decayMask: Tensor1D;
	readonly slots: Slots;
}

export interface Updated {
	readonly parameters: Tensor1D;
	readonly slots: Slots;
}

export type UpdateScalars = Pick<StepScalars, 'step' | 'learningRate' | 'weightDecay'>;

export interface Optimizer {
	/** Name and initial value of each slot. */
	readonly initial: Readonly<Record<string, number>>;
	/** New parameters and slots; frees nothing that it is given. */
	update(bucket: Bucket, scalars: UpdateScalars): Updated;
}

/** Equations: `OptimizerSpec` in executor.ts. */
export function optimizerOf(spec: OptimizerSpec): Optimizer {
	switch (spec.kind) {
		case 'sgd':
			return sgd(spec);
		case 'rmsprop':
			return rmsprop(spec);
		case 'adamw':
			return adamw(spec);
	}
}

type Spec<K extends OptimizerSpec['kind']> = Extract<OptimizerSpec, { kind: K }>;

/** L2 decay: g + weightDecay·p where the mask says so. */
function decayed({ parameters, gradient, decayMask }: Bucket, { weightDecay }: UpdateScalars): Tensor1D {
	if (weightDecay === 0) return gradient;
	return add(gradient, mul(mul(parameters, decayMask), weightDecay));
}

/** old·share + (1 - share)·value */
function blend(old: Tensor1D, value: Tensor1D, share: number): Tensor1D {
	return add(mul(old, share), mul(value, 1 - share));
}

/** The slot called `name`; throws RangeError if there is none. */
export function slot(slots: Slots, name: string): Tensor1D {
	const vector = slots[name];
	if (vector === undefined) throw new RangeError(`The optimiser has no slot "${name}".`);
	return vector;
}

function sgd({ momentum }: Spec<'sgd'>): Optimizer {
	return {
		initial: { momentum: 0 },
		update(bucket, scalars) {
			const gradient = decayed(bucket, scalars);
			const velocity = add<Tensor1D>(mul(slot(bucket.slots, 'momentum'), momentum), gradient);
			const direction = add(gradient, mul(velocity, momentum));
			const parameters = sub<Tensor1D>(bucket.parameters, mul(direction, scalars.learningRate));
			return { parameters, slots: { momentum: velocity } };
		}
	};
}

function rmsprop({ decay, momentum, epsilon }: Spec<'rmsprop'>): Optimizer {
	return {
		initial: { square: 1, momentum: 0 },
		update(bucket, scalars) {
			const gradient = decayed(bucket, scalars);
			const accumulator = blend(slot(bucket.slots, 'square'), square(gradient), decay);
			const scaled = div(mul(gradient, scalars.learningRate), sqrt(add(accumulator, epsilon)));
			const velocity = add<Tensor1D>(mul(slot(bucket.slots, 'momentum'), momentum), scaled);
			const parameters = sub<Tensor1D>(bucket.parameters, velocity);
			return { parameters, slots: { square: accumulator, momentum: velocity } };
		}
	};
}

function adamw({ beta1, beta2, epsilon }: Spec<'adamw'>): Optimizer {
	return {
		initial: { momentum: 0, square: 0 },
		update(bucket, { step, learningRate, weightDecay }) {
			const { gradient, decayMask } = bucket;
			const shrink = sub<Tensor1D>(1, mul(decayMask, learningRate * weightDecay));
			const mean = blend(slot(bucket.slots, 'momentum'), gradient, beta1);
			const squares = blend(slot(bucket.slots, 'square'), square(gradient), beta2);
			// Both averages start at 0; the correction undoes the pull towards it.
			const count = step + 1;
			const root = sqrt(div(squares, 1 - beta2 ** count));
			const direction = div(mul(mean, 1 / (1 - beta1 ** count)), add(root, epsilon));
			const parameters = sub<Tensor1D>(mul(bucket.parameters, shrink), mul(direction, learningRate));
			return { parameters, slots: { momentum: mean, square: squares } };
		}
	};
}
