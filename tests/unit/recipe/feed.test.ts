import { describe, expect, it } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import type { ImageSet } from '$lib/data/dataset';
import { EngineError, type Executor, type HeldImages, type TrainingStep } from '$lib/engine/executor';
import { train } from '$lib/recipe/loop';
import { collect, only, smallConfig, smallExecutor, somePhotos, ticking } from './smallRun';

const dataset = somePhotos(12, 6);
/** Which images a device holds, and how many steps it made from them. */
class Shelf {
	holds = 0;
	held = 0;
	drawn = 0;
	readonly #sets = new Map<HeldImages, ImageSet>();

	hold(images: ImageSet): HeldImages {
		this.holds++;
		this.held++;
		const { count, side } = images;
		const held = { count, side, dispose: () => void this.held-- };
		this.#sets.set(held, images);
		return held;
	}

	/** A real step that makes its images by the reference from what is held. */
	step(real: TrainingStep): TrainingStep {
		return {
			run: (batch, scalars) => real.run(batch, scalars),
			runDrawn: ({ held, drawn, targets }, scalars) => {
				const images = this.#sets.get(held);
				if (images === undefined || this.held === 0) throw new Error('these images are not held');
				this.drawn++;
				real.run({ images: makeImages(images, drawn), targets }, scalars);
			},
			metrics: (inFlight) => real.metrics(inFlight),
			dispose: () => real.dispose()
		};
	}
}

/** A real executor with methods of its own beside. */
async function executorWith(methods: (real: Executor) => Partial<Executor>): Promise<Executor> {
	const real = await smallExecutor();
	const own = methods(real);
	return new Proxy(real, {
		get: (target, name) => {
			const value: unknown = Reflect.get(name in own ? own : target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
}

async function lossesOn(executor: Executor): Promise<number[]> {
	const events = await collect(train({ executor, config: smallConfig, dataset, clock: ticking() }));
	executor.dispose();
	return only(events, 'step').map(({ loss }) => loss);
}

const holding = (shelf: Shelf) =>
	executorWith((real) => ({
		holdImages: (images) => shelf.hold(images),
		compileTraining: async (shape) => shelf.step(await real.compileTraining(shape))
	}));

describe('the images of a run', () => {
	it('are made on the device where it holds them, once for the run, and are the same', async () => {
		const plain = await lossesOn(await smallExecutor());
		const shelf = new Shelf();
		expect(await lossesOn(await holding(shelf))).toEqual(plain);
		expect(shelf).toMatchObject({ holds: 1, held: 0, drawn: 6 });
	});

	it('are let go where the run is left in the middle', async () => {
		const shelf = new Shelf();
		const executor = await holding(shelf);
		for await (const event of train({ executor, config: smallConfig, dataset, clock: ticking() })) {
			if (event.type === 'step') break;
		}
		executor.dispose();
		expect(shelf).toMatchObject({ holds: 1, held: 0 });
	});

	it('are made here where the device has no room for them', async () => {
		const shelf = new Shelf();
		const full = await executorWith((real) => ({
			holdImages: () => {
				throw new EngineError('out-of-memory', 'No room.');
			},
			compileTraining: async (shape) => shelf.step(await real.compileTraining(shape))
		}));
		expect((await lossesOn(full)).length).toBe(6);
		expect(shelf.drawn).toBe(0);
	});

	it('end the run where the device is lost', async () => {
		const lost = await executorWith(() => ({
			holdImages: () => {
				throw new EngineError('device-lost', 'The device went away.');
			}
		}));
		await expect(lossesOn(lost)).rejects.toThrow('The device went away.');
		lost.dispose();
	});
});
