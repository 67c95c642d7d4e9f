/** Which batch is measured at which image size, within a memory: asked of the engine's own plans, before anything is compiled. */
import { EngineError, type Executor, type StepShape } from '$lib/engine/executor';
import { largestBelow } from '$lib/engine/plan/largest';
import { noise } from '../trainee';
import { wholeStepMs } from '../wholeSteps';
import { bottleneckLimits } from './settings';

/** A step longer than this is not taken, ms: a step that runs cannot be broken off. */
const MOST_STEP_MS = 1000;
const MOST_BATCH = bottleneckLimits.batch.max;

export interface SizeTask {
	/** Pixels, in the order of the rows. */
	readonly sizes: readonly number[];
	/** What a step may take with all that belongs to it. */
	readonly memoryBytes: number;
	/** Images of the step that is the same at all sizes. */
	readonly batch: number;
}

export interface PlannedBatch {
	readonly size: number;
	readonly kind: 'fixed' | 'largest';
	readonly batch: number;
	readonly limit: 'memory' | 'time' | 'count' | null;
	readonly bytes: number;
	readonly imageBytes: number;
	/** False for a fixed batch that the memory does not hold. */
	readonly fits: boolean;
}

/**
 * The fixed and the largest batch of each size. How long a step takes is known from two steps of the fixed batch, where
 * that fits. Throws EngineError `out-of-memory` for sizes of which not even one image fits.
 */
export async function planBatches(
	executor: Executor,
	{ sizes, memoryBytes, batch }: SizeTask,
	classes: number
): Promise<PlannedBatch[]> {
	const bytesOf = books(executor);
	refuseLarge(bytesOf, sizes, memoryBytes);
	const planned: PlannedBatch[] = [];
	for (const size of sizes) {
		const one = bytesOf(size, 1);
		const fits = bytesOf(size, batch) <= memoryBytes;
		const most = largestBelow(MOST_BATCH + 1, (count) => bytesOf(size, count) <= memoryBytes);
		const quick = fits ? await quickBatch(executor, { imageSize: size, batch }, classes) : most;
		const largest = Math.min(most, Math.max(quick, batch));
		const limit = largest < most ? 'time' : most === MOST_BATCH ? 'count' : 'memory';
		const imageBytes = (count: number) =>
			count > 1 ? (bytesOf(size, count) - one) / (count - 1) : bytesOf(size, 2) - one;
		const row = (count: number) => ({
			size,
			batch: count,
			bytes: bytesOf(size, count),
			imageBytes: imageBytes(count)
		});
		planned.push({ ...row(batch), kind: 'fixed', limit: null, fits });
		planned.push({ ...row(largest), kind: 'largest', limit, fits: true });
	}
	return planned;
}

type Books = (size: number, batch: number) => number;

function books(executor: Executor): Books {
	if (executor.trainingBytes === undefined) {
		const { engine } = executor.device;
		throw new EngineError(
			'unavailable',
			`The engine ${engine} keeps no books of its memory; webgpu and wasm do.`
		);
	}
	const known = new Map<string, number>();
	return (imageSize, batch) => {
		const key = `${imageSize} ${batch}`;
		const bytes = known.get(key) ?? executor.trainingBytes!({ imageSize, batch });
		known.set(key, bytes);
		return bytes;
	};
}

/** Throws EngineError `out-of-memory` that names the sizes of which not even one image fits, and the largest that does. */
function refuseLarge(bytesOf: Books, sizes: readonly number[], memoryBytes: number): void {
	const fits = (size: number) => bytesOf(size, 1) <= memoryBytes;
	const large = sizes.filter((size) => !fits(size));
	if (large.length === 0) return;
	const { min } = bottleneckLimits.size;
	const largest = largestBelow(Math.max(...large), (size) => size < min || fits(size));
	const named = large.map((size) => `${size} px`).join(', ');
	const memory = `${memoryBytes / 2 ** 20} MiB`;
	const advice =
		largest < min
			? 'not even the smallest image fits, give it more memory or choose a smaller network'
			: `the largest size that fits is ${largest} px`;
	throw new EngineError(
		'out-of-memory',
		`One image of ${named} does not fit into ${memory} with the weights of the network; ${advice}.`
	);
}

/** The largest batch whose step is expected to be short enough, from that of a smaller one. */
async function quickBatch(executor: Executor, shape: StepShape, classes: number): Promise<number> {
	const step = await executor.compileTraining(shape);
	try {
		const trained = { step, batch: noise(shape, classes) };
		await wholeStepMs(trained);
		const ms = await wholeStepMs(trained);
		return Math.floor((MOST_STEP_MS * shape.batch) / ms);
	} finally {
		step.dispose();
	}
}
