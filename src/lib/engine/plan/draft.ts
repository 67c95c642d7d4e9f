import type { Graph, ValueId } from '$lib/model/graph';
import { valueSides } from '$lib/model/shapes';
import { sizeOf } from '$lib/model/size';
import type { StepShape } from '../executor';
import { allocate } from './arena';
import type { Layouts } from './flatLayout';
import type { Kernel } from './kernel';
import { multiplyAdds } from './macs';
import type { ActivationStorage, ArenaOperand, KernelCall, Operand, Pass, Plan, Space } from './plan';

const FLOAT_BYTES = 4;

const isHalf = (operand: Operand | undefined) => operand?.space === 'arena' && operand.half === true;

/** A plan while it is written: call by call, with tensors made on the way. */
export class Draft {
	readonly #calls: KernelCall[] = [];
	readonly #tensors: number[] = [];
	readonly #kept = new Set<number>();
	readonly #sides: readonly number[];
	#layer = '';
	#pass: Pass = 'forward';

	/**
	 * @param parallelism threads that the device wants at least to be busy: how far long sums are split
	 * @param weights the space whose parameters the network is run with
	 * @param activations what activations are kept as
	 */
	constructor(
		readonly graph: Graph,
		readonly layouts: Layouts,
		readonly shape: StepShape,
		readonly parallelism: number,
		readonly weights: 'parameters' | 'ema' = 'parameters',
		readonly activations: ActivationStorage = 'float32'
	) {
		this.#sides = valueSides(graph, shape.imageSize);
	}

	get batch(): number {
		return this.shape.batch;
	}

	/** Calls from now on belong to this layer and pass. */
	enter(layer: string, pass: Pass): void {
		this.#layer = layer;
		this.#pass = pass;
	}

	/** Side of a value in pixels. */
	side(value: ValueId): number {
		return this.#sides[value] ?? 1;
	}

	pixels(value: ValueId): number {
		return this.side(value) ** 2;
	}

	channels(value: ValueId): number {
		return this.graph.values[value]?.channels ?? 0;
	}

	tensor(...shape: readonly number[]): Operand {
		const size = sizeOf(shape);
		return { space: 'arena', tensor: this.#tensors.push(size) - 1, size };
	}

	/** What a layer makes on the way forward and the way back reads again. */
	activation(value: ValueId): Operand {
		if (this.activations === 'float32') return this.valueTensor(value);
		const size = 2 * this.batch * this.pixels(value) * Math.ceil(this.channels(value) / 4);
		return { space: 'arena', tensor: this.#tensors.push(size) - 1, size, half: true };
	}

	/** A tensor of a value's shape. */
	valueTensor(value: ValueId): Operand {
		return this.tensor(this.batch, this.pixels(value), this.channels(value));
	}

	/** The whole of a buffer that belongs to this step. */
	whole(space: Space, size: number): Operand {
		return { space, offset: 0, size };
	}

	/** A parameter's place in `space`, which is laid out as what is trained. */
	parameter(name: string, space: Space = this.weights): Operand {
		const { offset, size } = this.layouts.trainable.slot(name);
		return { space, offset, size };
	}

	/** Two parameters that stand one after the other, and the distance of their starts. */
	pair(first: string, second: string, space: Space = this.weights): { operand: Operand; stride: number } {
		const layout = space.toLowerCase().includes('statistics')
			? this.layouts.statistics
			: this.layouts.trainable;
		const [a, b] = [layout.slot(first), layout.slot(second)];
		const stride = b.offset - a.offset;
		return { operand: { space, offset: a.offset, size: stride + b.size }, stride };
	}

	call(kernel: Kernel, operands: Readonly<Record<string, Operand | null>>): void {
		const given: Record<string, Operand> = {};
		let elements = 0;
		for (const [name, operand] of Object.entries(operands)) {
			if (operand === null) continue;
			given[name] = operand;
			elements += operand.size;
		}
		const bytes = FLOAT_BYTES * elements;
		const half = Object.keys(given).filter((name) => isHalf(given[name]));
		const [layer, pass, macs] = [this.#layer, this.#pass, multiplyAdds(kernel)];
		const stored = half.length > 0 ? { ...kernel, half } : kernel;
		this.#calls.push({ kernel: stored, operands: given, layer, pass, macs, bytes });
	}

	/** Nothing takes this tensor's place before the plan has run to its end. */
	keep({ tensor }: ArenaOperand): void {
		this.#kept.add(tensor);
	}

	finish(): Plan {
		const sizes: Partial<Record<Space, number>> = {};
		for (const { operands } of this.#calls) {
			for (const operand of Object.values(operands)) {
				if (operand.space === 'arena') continue;
				sizes[operand.space] = Math.max(sizes[operand.space] ?? 0, operand.offset + operand.size);
			}
		}
		return { calls: this.#calls, sizes, ...allocate(this.#calls, this.#tensors, this.#kept) };
	}
}
