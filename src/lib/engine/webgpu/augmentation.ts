/** Makes a step's images on the device, from held ones and a table of draws. */
import { wordsPerImage, type DrawnImages } from '$lib/data/augment/table';
import { checkDrawn } from '../check';
import { EngineError, type HeldImages, type StepShape } from '../executor';
import { augmentationKey, augmentationPlan } from '../plan/augmentation';
import { IMAGE } from '../plan/drawWords';
import type { TimedCall } from '../plan/plan';
import { encodeDispatch, type Dispatch } from './boundPlan';
import { bytesOf, storage } from './buffers';
import { WebgpuHeldImages } from './heldImages';
import { augment, mixImages, wordsOf } from './kernels/augment';
import type { Program } from './kernels/source';
import { checkImageBuffer } from './limits';
import { Shapes } from './shapes';
import type { State } from './state';

/** The dispatches of one form of batches, with what only they read. */
interface Form {
	readonly sources: GPUBuffer;
	readonly taps: GPUBuffer;
	readonly dispatches: readonly Dispatch[];
}

/** A batch whose draws are on their way to the device. */
export interface LoadedDraws {
	readonly dispatches: readonly Dispatch[];
	/** Makes the images at the beginning of a pass, which the caller goes on with and ends. */
	begin(encoder: GPUCommandEncoder): GPUComputePassEncoder;
}

export class Augmentation {
	readonly #state: State;
	readonly #shape: StepShape;
	/** What the images are written to; its owner frees it. */
	readonly #images: GPUBuffer;
	readonly #shapes: Shapes;
	readonly #forms = new Map<string, Form>();
	/** Packed levels and images before mixing: of the arena, since no step needs it between its steps. */
	#slabs: readonly GPUBuffer[] = [];
	#draws: GPUBuffer | null = null;
	#disposed = false;

	constructor(state: State, shape: StepShape, images: GPUBuffer) {
		this.#state = state;
		this.#shape = shape;
		this.#images = images;
		this.#shapes = new Shapes(state.context.device);
		state.parts.add(this);
	}

	/**
	 * Uploads the table; the first time for a side of images it makes what it needs. Throws RangeError for draws of
	 * another shape, EngineError if the images cannot be used here.
	 */
	load(held: HeldImages, drawn: DrawnImages): LoadedDraws {
		const { context } = this.#state;
		if (this.#disposed) throw new EngineError('unavailable', 'This step was disposed of.');
		if (!(held instanceof WebgpuHeldImages)) {
			throw new EngineError('unavailable', 'These images are held by another engine.');
		}
		held.check(context);
		checkDrawn(drawn, held, this.#shape);
		const form = this.#formOf(held, drawn);
		const { table } = drawn;
		context.device.queue.writeBuffer(this.#drawsBuffer(), 0, table as Int32Array<ArrayBuffer>);
		const { sources, dispatches } = form;
		const begin = (encoder: GPUCommandEncoder) => {
			held.copy(encoder, imagesOf(table), sources);
			const pass = encoder.beginComputePass();
			for (const dispatch of dispatches) encodeDispatch(pass, dispatch);
			return pass;
		};
		return { dispatches, begin };
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		for (const { sources, taps } of this.#forms.values()) {
			sources.destroy();
			taps.destroy();
		}
		this.#state.slabs.release(this.#slabs);
		this.#draws?.destroy();
		this.#shapes.dispose();
	}

	#drawsBuffer(): GPUBuffer {
		const words = this.#shape.batch * wordsPerImage;
		return (this.#draws ??= storage(this.#state.context.device, words, 'draws'));
	}

	#formOf(held: WebgpuHeldImages, drawn: DrawnImages): Form {
		const key = augmentationKey(held, drawn);
		let form = this.#forms.get(key);
		if (form === undefined) this.#forms.set(key, (form = this.#makeForm(held, drawn)));
		return form;
	}

	#makeForm(held: WebgpuHeldImages, drawn: DrawnImages): Form {
		const { device, pipelines } = this.#state.context;
		const { shape, taps: words } = augmentationPlan(this.#shape, held, drawn);
		const { batch, size, side } = shape;
		const sourceWords = batch * wordsOf(side);
		checkImageBuffer(sourceWords, device.limits);
		const pixels = batch * size ** 2;
		if (this.#slabs.length === 0) this.#slabs = this.#state.slabs.take([3 * pixels, 2 * pixels]);
		const sources = storage(device, sourceWords, 'sources');
		const taps = storage(device, words.length, 'taps');
		device.queue.writeBuffer(taps, 0, words);
		const [made, levels] = this.#slabs;
		const buffers: Record<string, GPUBuffer | undefined> = {
			sources,
			taps,
			draws: this.#drawsBuffer(),
			images: this.#images,
			made,
			pixels: levels
		};
		const kernels = { augment, mixImages };
		const dispatches = Object.entries(kernels).map(([kind, kernel]): Dispatch => {
			const { program, pipeline, bind } = pipelines.atOnce((features) => kernel(shape, features));
			const sizes = new Map(program.bindings.map(({ name, elements }) => [name, bytesOf(elements)]));
			const bindGroup = bind((name) => ({ buffer: buffers[name]!, size: sizes.get(name)! }), this.#shapes);
			return { call: callOf(kind, program), pipeline, bindGroup, workgroups: program.workgroups };
		});
		return { sources, taps, dispatches };
	}
}

function callOf(kind: string, { bindings }: Program): TimedCall {
	const bytes = bindings.reduce((sum, { elements }) => sum + 4 * elements, 0);
	return { kernel: { kind }, layer: 'augmentation', pass: 'augment', macs: 0, bytes };
}

/** Numbers of the images in the set, in the order of the batch. */
function* imagesOf(table: Int32Array): Generator<number> {
	for (let at = IMAGE; at < table.length; at += wordsPerImage) yield table[at]!;
}
