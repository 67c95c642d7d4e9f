/** Whether a step fits into the heap, asked before anything is allocated, and one sentence if it does not. */
import { EngineError, type StepShape } from '../executor';
import { largestBelow } from '../plan/largest';
import type { Plan } from '../plan/plan';
import { demandOf } from './demand';
import { grains } from './heap';
import { bytesOf, type State } from './state';

/**
 * The plans of a step by `make`, which plans for any image size and batch. Throws EngineError `out-of-memory` if the heap
 * has no room for them; its sentence names the largest batch that fits, or else an image size.
 */
export function plansWithin<const P extends readonly Plan[]>(
	state: State,
	shape: StepShape,
	make: (shape: StepShape) => P
): P {
	const plans = make(shape);
	if (fit(state, plans)) return plans;
	const fitting = largestWithin(shape, (smaller) => fit(state, make(smaller)));
	const { batch, imageSize } = shape;
	throw new EngineError(
		'out-of-memory',
		`A step of ${batch} at ${imageSize} px does not fit into the processor engine's memory of ` +
			`${state.context.heap.mostBytes / 2 ** 20} MiB; ${advice(shape, fitting)}.`,
		fitting
	);
}

/** What fits instead: fewer images, or else one of a smaller size; null where no image does. */
function largestWithin(
	{ batch, imageSize }: StepShape,
	fits: (shape: StepShape) => boolean
): StepShape | null {
	const fewer = largestBelow(batch, (count) => fits({ imageSize, batch: count }));
	if (fewer > 0) return { imageSize, batch: fewer };
	// Not always the largest: odd sides can need more than the next even one.
	const smaller = largestBelow(imageSize, (side) => fits({ imageSize: side, batch: 1 }));
	return smaller > 0 ? { imageSize: smaller, batch: 1 } : null;
}

function advice({ imageSize }: StepShape, fitting: StepShape | null): string {
	if (fitting === null) return 'not even one small image fits, choose a smaller network';
	if (fitting.imageSize === imageSize) return `the largest batch that fits is ${fitting.batch}`;
	return `not even a batch of 1 fits, at ${fitting.imageSize} px it would`;
}

/** Bytes of the heap that an executor holds whose only step is this one. */
export function bytesOfStep(state: State, plan: Plan): number {
	const { shared, slabs, own, listBytes } = demandOf(plan, state.context.threads);
	const parts = [
		...shared.map((space) => state.bytesFor(space)),
		...slabs.map(bytesOf),
		...own.map(([, size]) => bytesOf(size)),
		grains(listBytes)
	];
	return parts.reduce((sum, bytes) => sum + bytes, 0);
}

/** Whether one plan after the other finds room: takes, on a copy of the books, what `BoundPlan` takes of the heap. */
function fit(state: State, plans: readonly Plan[]): boolean {
	const { heap, threads } = state.context;
	const { blocks } = heap;
	let hasRoom = true;
	const take = (bytes: number) => {
		const address = blocks.take(bytes);
		hasRoom &&= address !== null;
		return address ?? NaN;
	};
	const slabs = state.slabs.copy((elements) => take(bytesOf(elements)));
	const held = new Set(state.spaces);
	for (const plan of plans) {
		const demand = demandOf(plan, threads);
		for (const space of demand.shared) {
			if (!held.has(space)) take(state.bytesFor(space));
			held.add(space);
		}
		slabs.take(demand.slabs);
		for (const [, size] of demand.own) take(bytesOf(size));
		take(grains(demand.listBytes));
	}
	return hasRoom;
}
