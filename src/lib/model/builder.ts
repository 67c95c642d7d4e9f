import type { BatchNormOp, GraphOp, ParameterRole, ParameterSpec, Value, ValueId } from './graph';

/** Where the ops that are being appended belong. */
export interface Place {
	readonly stage: string;
	readonly block: number | null;
}

const DECAYED: ReadonlySet<ParameterRole> = new Set(['conv', 'depthwise', 'dense', 'seWeight']);
const STATISTICS: ReadonlySet<ParameterRole> = new Set(['runningMean', 'runningVar']);

/** Collects values, ops and parameters while a network is written down op by op; each method returns its output. */
export class GraphBuilder {
	readonly values: Value[] = [];
	readonly ops: GraphOp[] = [];
	readonly parameters: ParameterSpec[] = [];
	#place: Place = { stage: 'stem', block: null };

	/** Ops appended from now on belong to `place`. */
	enter(place: Place): void {
		this.#place = place;
	}

	/** A value that no op makes: the image. */
	image(channels: number): ValueId {
		return this.#value(channels, true);
	}

	channels(value: ValueId): number {
		const found = this.values[value];
		if (found === undefined) throw new RangeError(`The graph has no value ${value}.`);
		return found.channels;
	}

	conv(name: string, input: ValueId, out: number, kernel: number, stride: 1 | 2 = 1): ValueId {
		const channels = this.channels(input);
		const weight = this.#parameter(`${name}.weight`, [out, channels, kernel, kernel], 'conv');
		const output = this.#value(out, true);
		this.ops.push({
			kind: 'conv',
			...this.#base(name, input, output),
			kernel,
			stride,
			in: channels,
			out,
			weight
		});
		return output;
	}

	depthwise(name: string, input: ValueId, kernel: number, stride: 1 | 2): ValueId {
		const channels = this.channels(input);
		const weight = this.#parameter(`${name}.weight`, [channels, 1, kernel, kernel], 'depthwise');
		const output = this.#value(channels, true);
		this.ops.push({
			kind: 'depthwise',
			...this.#base(name, input, output),
			kernel,
			stride,
			channels,
			weight
		});
		return output;
	}

	batchNorm(name: string, input: ValueId, activation: BatchNormOp['activation']): ValueId {
		const channels = this.channels(input);
		const op: BatchNormOp = {
			kind: 'batchNorm',
			...this.#base(name, input, this.#value(channels, true)),
			channels,
			activation,
			weight: this.#parameter(`${name}.weight`, [channels], 'bnWeight'),
			bias: this.#parameter(`${name}.bias`, [channels], 'bnBias'),
			runningMean: this.#parameter(`${name}.running_mean`, [channels], 'runningMean'),
			runningVar: this.#parameter(`${name}.running_var`, [channels], 'runningVar')
		};
		this.ops.push(op);
		return op.output;
	}

	squeezeExcite(name: string, input: ValueId, reduced: number): ValueId {
		const channels = this.channels(input);
		const output = this.#value(channels, true);
		this.ops.push({
			kind: 'squeezeExcite',
			...this.#base(name, input, output),
			channels,
			reduced,
			reduceWeight: this.#parameter(`${name}.conv_reduce.weight`, [reduced, channels, 1, 1], 'seWeight'),
			reduceBias: this.#parameter(`${name}.conv_reduce.bias`, [reduced], 'bias'),
			expandWeight: this.#parameter(`${name}.conv_expand.weight`, [channels, reduced, 1, 1], 'seWeight'),
			expandBias: this.#parameter(`${name}.conv_expand.bias`, [channels], 'bias')
		});
		return output;
	}

	add(name: string, input: ValueId, skip: ValueId, depth: number): ValueId {
		const output = this.#value(this.channels(input), true);
		this.ops.push({ kind: 'add', ...this.#base(name, input, output), skip, depth });
		return output;
	}

	globalPool(name: string, input: ValueId): ValueId {
		const output = this.#value(this.channels(input), false);
		this.ops.push({ kind: 'globalPool', ...this.#base(name, input, output) });
		return output;
	}

	dropout(name: string, input: ValueId): ValueId {
		const output = this.#value(this.channels(input), false);
		this.ops.push({ kind: 'dropout', ...this.#base(name, input, output) });
		return output;
	}

	dense(name: string, input: ValueId, out: number): ValueId {
		const channels = this.channels(input);
		const weight = this.#parameter(`${name}.weight`, [out, channels], 'dense');
		const bias = this.#parameter(`${name}.bias`, [out], 'bias');
		const output = this.#value(out, false);
		this.ops.push({ kind: 'dense', ...this.#base(name, input, output), in: channels, out, weight, bias });
		return output;
	}

	/** The output stands for one loss per image, of which the step takes the mean. */
	softmaxCrossEntropy(name: string, logits: ValueId): ValueId {
		const classes = this.channels(logits);
		const output = this.#value(1, false);
		this.ops.push({ kind: 'softmaxCrossEntropy', ...this.#base(name, logits, output), classes });
		return output;
	}

	#base(name: string, input: ValueId, output: ValueId) {
		return { name, input, output, ...this.#place };
	}

	#value(channels: number, spatial: boolean): ValueId {
		return this.values.push({ channels, spatial }) - 1;
	}

	#parameter(name: string, shape: readonly number[], role: ParameterRole): string {
		this.parameters.push({ name, shape, role, trainable: !STATISTICS.has(role), decay: DECAYED.has(role) });
		return name;
	}
}
