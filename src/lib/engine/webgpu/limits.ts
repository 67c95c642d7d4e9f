/** What a device can hold and bind, and one sentence about a step that asks for more. */
import { EngineError, type StepShape } from '../executor';
import type { Layouts } from '../plan/flatLayout';
import { largestBelow } from '../plan/largest';
import type { Operand, Plan } from '../plan/plan';
import { bytesOf } from './buffers';

type Limits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** The largest operand of a plan that the device cannot bind. */
interface Excess {
	readonly bytes: number;
	readonly most: number;
	/** Whether it grows with batch and image, as activations do and weights do not. */
	readonly grows: boolean;
}

/** Spaces that hold images or what is made of them. */
const grows = ({ space }: Operand) =>
	['arena', 'images', 'targets', 'logits', 'imageGradient'].includes(space);

/** Null if the device can bind all operands. A slab is as large as its largest tensor, so slabs need no look of their own. */
function excessOf({ calls }: Plan, limits: Limits): Excess | null {
	let found: Excess | null = null;
	for (const { operands } of calls) {
		for (const operand of Object.values(operands)) {
			const bytes = bytesOf(operand.size);
			// What grows has a buffer to itself; weights share theirs, see `checkParameters`.
			const most = grows(operand)
				? Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)
				: limits.maxStorageBufferBindingSize;
			if (bytes > most && bytes > (found?.bytes ?? 0)) found = { bytes, most, grows: grows(operand) };
		}
	}
	return found;
}

const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function refusal(
	what: string,
	{ bytes, most }: Pick<Excess, 'bytes' | 'most'>,
	advice: string,
	fits: StepShape | null = null
): EngineError {
	const message = `${what} ${mib(bytes)}, this graphics device takes ${mib(most)} at once: ${advice}.`;
	return new EngineError('out-of-memory', message, fits);
}

/**
 * The step's plan by `make`, which plans for any batch. Throws EngineError `out-of-memory` if an operand is larger than
 * the device can bind; its sentence names the largest batch that would fit.
 */
export function planWithin(
	limits: Limits,
	{ batch, imageSize }: StepShape,
	make: (batch: number) => Plan
): Plan {
	const plan = make(batch);
	const excess = excessOf(plan, limits);
	if (excess === null) return plan;
	const what = `The largest tensor of a step of ${batch} at ${imageSize} px needs`;
	const fitting = largestBelow(batch, (fewer) => excessOf(make(fewer), limits) === null);
	if (fitting > 0) {
		throw refusal(what, excess, `a batch of ${fitting} would fit`, { imageSize, batch: fitting });
	}
	const single = batch === 1 ? excess : (excessOf(make(1), limits) ?? excess);
	const advice = single.grows
		? 'not even a batch of 1 fits, choose a smaller image'
		: 'choose a smaller network';
	throw refusal(what, excess, advice);
}

/** Throws EngineError `out-of-memory` if the device has no buffer for all weights of the network. */
export function checkParameters({ trainable }: Layouts, limits: Limits): void {
	const bytes = bytesOf(trainable.size);
	const most = limits.maxBufferSize;
	if (bytes > most) throw refusal("The network's weights need", { bytes, most }, 'choose a smaller network');
}

/** Throws EngineError `out-of-memory` if the device cannot bind as many elements of images at once. */
export function checkImageBuffer(elements: number, limits: Limits): void {
	const bytes = bytesOf(elements);
	const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
	if (bytes > most) throw refusal('The images need', { bytes, most }, 'choose a smaller batch');
}
