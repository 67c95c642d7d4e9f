/** A training step as a plan: forward, loss, backward, and for training proper the update. */
import type { AddOp, Graph, GraphOp, ValueId } from '$lib/model/graph';
import { fnv1a32 } from '$lib/random/hash';
import type { ExecutorOptions, StepShape } from '../executor';
import { lowerBatchNorm, type Residual } from './batchNorm';
import { lowerDense, lowerDropout, lowerGlobalPool, lowerLoss } from './classifier';
import { lowerConvolution } from './convolution';
import { Draft } from './draft';
import type { Layouts } from './flatLayout';
import type { ActivationStorage, Operand, Plan } from './plan';
import { scalarCount, type ScalarContext } from './scalars';
import { lowerSqueezeExcite } from './squeezeExcite';
import { Tape } from './tape';
import { lowerFinish, lowerUpdate, type UpdateOptions } from './update';

export interface TrainingPlanOptions {
	/** Threads that keep the device busy. */
	readonly parallelism: number;
	/** Null: gradients only, nothing is dropped, and the gradient at the image comes with them. */
	readonly update: UpdateOptions | null;
	/** float32 unless told otherwise. */
	readonly activations?: ActivationStorage;
}

/** Adds whose branch can be dropped: all but that of the first block. */
function droppablePaths(graph: Graph): readonly AddOp[] {
	return graph.ops.filter((op): op is AddOp => op.kind === 'add' && op.depth > 0);
}

/** What a run's scalars are made with, step for step. */
export function scalarContextOf({ graph, optimizer, seed }: ExecutorOptions): ScalarContext {
	const depths = droppablePaths(graph).map(({ depth }) => depth);
	const betas =
		optimizer.kind === 'adamw' ? ([optimizer.beta1, optimizer.beta2] as const) : ([0, 0] as const);
	return { seed, depths, betas };
}

export function trainingPlan(
	graph: Graph,
	layouts: Layouts,
	shape: StepShape,
	{ parallelism, update, activations }: TrainingPlanOptions
): Plan {
	const draft = new Draft(graph, layouts, shape, parallelism, 'parameters', activations);
	const lowering = new TrainingLowering(draft, update !== null);
	const rows = lowering.run();
	lowerFinish(draft, rows);
	if (update) lowerUpdate(draft, update);
	return draft.finish();
}

/** One walk over the graph and back. */
class TrainingLowering {
	readonly #draft: Draft;
	readonly #draws: boolean;
	readonly #tape = new Tape();
	readonly #values = new Map<ValueId, Operand>();
	readonly #masks = new Map<AddOp, Operand>();

	constructor(draft: Draft, draws: boolean) {
		this.#draft = draft;
		this.#draws = draws;
	}

	/** Returns each image's loss and whether it is right, [batch, 2]. */
	run(): Operand {
		const draft = this.#draft;
		const rows = draft.tensor(draft.batch, 2);
		this.#values.set(0, draft.whole('images', draft.batch * draft.pixels(0) * draft.channels(0)));
		if (this.#draws) this.#drawPaths();
		const { ops } = draft.graph;
		ops.forEach((op, at) => {
			if (op.kind === 'softmaxCrossEntropy') {
				lowerLoss(draft, this.#tape, op, this.#value(op.input), rows);
			} else if (op.kind !== 'add') this.#lower(op, ops[at + 1]);
		});
		this.#tape.unwind();
		return rows;
	}

	#value(id: ValueId): Operand {
		const value = this.#values.get(id);
		if (value === undefined) throw new RangeError(`Value ${id} is used before it is made.`);
		return value;
	}

	#drawPaths(): void {
		const draft = this.#draft;
		const paths = droppablePaths(draft.graph);
		if (paths.length === 0) return;
		const { batch } = draft;
		draft.enter('drop path', 'forward');
		// A binding starts at a multiple of 256 bytes, so each path's mask is a tensor of its own.
		for (const [index, path] of paths.entries()) {
			const mask = draft.tensor(batch);
			this.#masks.set(path, mask);
			const scalars = draft.whole('scalars', scalarCount(paths.length));
			draft.call(
				{ kind: 'pathMask', batch, stream: fnv1a32(`drop/${path.name}`), path: index },
				{ scalars, mask }
			);
		}
	}

	#lower(op: Exclude<GraphOp, { kind: 'add' | 'softmaxCrossEntropy' }>, next: GraphOp | undefined): void {
		const draft = this.#draft;
		const tape = this.#tape;
		const x = this.#value(op.input);
		const set = (value: Operand, id = op.output) => this.#values.set(id, value);
		switch (op.kind) {
			case 'conv':
			case 'depthwise':
				return void set(lowerConvolution(draft, tape, op, x, this.#imageGradient()));
			case 'batchNorm': {
				const residual = this.#residual(op.output, next);
				return void set(lowerBatchNorm(draft, tape, op, x, residual), residual?.op.output);
			}
			case 'squeezeExcite':
				return void set(lowerSqueezeExcite(draft, tape, op, x));
			case 'globalPool':
				return void set(lowerGlobalPool(draft, tape, op, x));
			case 'dropout':
				if (this.#draws) return void set(lowerDropout(draft, tape, op, x));
				tape.record(() => {
					tape.set(op.input, tape.gradient(op.output));
				});
				return void set(x);
			case 'dense':
				return void set(lowerDense(draft, tape, op, x, draft.whole('logits', draft.batch * op.out)));
		}
	}

	#imageGradient(): Operand | null {
		const draft = this.#draft;
		if (this.#draws) return null;
		return draft.whole('imageGradient', draft.batch * draft.pixels(0) * draft.channels(0));
	}

	/** The addition that follows a batch norm at once, as in every block of the family. */
	#residual(branch: ValueId, next: GraphOp | undefined): Residual | null {
		if (next?.kind !== 'add' || next.input !== branch) return null;
		return { op: next, skip: this.#value(next.skip), mask: this.#masks.get(next) ?? null };
	}
}
