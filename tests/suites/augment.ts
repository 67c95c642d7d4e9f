import { describe, expect, test } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import { operationNames, packDraws, type DrawnImages, type Interpolation } from '$lib/data/augment/table';
import type { ImageSet } from '$lib/data/dataset';
import type { Executor, ExecutorOptions, StepScalars } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { formulaLabels, formulaParameters } from '$lib/model/formula';
import { Chance, someDraws, someImages, someOperation, somePlacement } from './drawnBatch';
import { oneHot, plainScalars } from './formulaRun';
import { tiny } from './tiny';
import { held as heldBy, type UseEngine } from './useEngine';

const graph = buildGraph(tiny);
const options: ExecutorOptions = {
	graph,
	optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
	ema: true,
	seed: 7
};
const scalars: StepScalars = { ...plainScalars, dropout: 0.3, dropPath: 0.5, emaDecay: 0.9 };
const interpolations: readonly Interpolation[] = ['nearest', 'bilinear'];

/** Sides of the images held and made: equal, smaller, larger; even and odd. */
const sides: readonly (readonly [number, number])[] = [
	[32, 32],
	[33, 33],
	[32, 8],
	[33, 24],
	[32, 40],
	[7, 17]
];

async function open(use: UseEngine): Promise<Required<Executor>> {
	const executor = await use().createExecutor(options);
	executor.writeParameters(formulaParameters(graph, 1));
	if (executor.holdImages === undefined) throw new Error('This engine holds no images.');
	return executor as Required<Executor>;
}

/** A batch made on the device, by a step that is there for it alone. */
async function made(executor: Required<Executor>, set: ImageSet, drawn: DrawnImages): Promise<Float32Array> {
	const batch = drawn.table.length / 32;
	const step = await executor.compileAugmentation({ imageSize: drawn.size, batch });
	const held = executor.holdImages(set);
	const images = await step.run(held, drawn);
	held.dispose();
	step.dispose();
	return images;
}

/** What differs first, by image, pixel and channel; null where nothing does. */
function difference(found: Float32Array, wanted: Float32Array, size: number, bound = 0) {
	if (found.length !== wanted.length) return { lengths: [found.length, wanted.length] };
	const at = found.findIndex((value, i) => !(Math.abs(value - wanted[i]!) <= bound));
	if (at < 0) return null;
	const pixel = Math.floor(at / 3) % size ** 2;
	const [image, x, y] = [Math.floor(at / (3 * size ** 2)), pixel % size, Math.floor(pixel / size)];
	return { image, x, y, channel: at % 3, found: found[at], wanted: wanted[at] };
}

/** What every executor that makes images promises. */
export function augmentSuite(use: UseEngine): void {
	describe('images made on the device', () => {
		test.each(interpolations)('each operation alone, to the bit: %s', async (interpolation) => {
			const executor = await open(use);
			const chance = new Chance(1);
			const set = someImages(chance, 8, 24);
			for (const name of operationNames) {
				const draws = Array.from({ length: 8 }, (_, image) => ({
					...somePlacement(chance, set.count, 0),
					image,
					operations: [someOperation(chance, name, 24)],
					mix: null
				}));
				const drawn = { size: 24, padding: 0, interpolation, table: packDraws(draws) };
				const wanted = makeImages(set, drawn);
				expect(difference(await made(executor, set, drawn), wanted, 24), name).toBeNull();
			}
			executor.dispose();
		});

		test.each(sides)('of %i px as ones of %i px, to the bit', async (side, size) => {
			const executor = await open(use);
			const chance = new Chance(100 * side + size);
			const set = someImages(chance, 9, side);
			for (const interpolation of interpolations) {
				const form = { size, padding: chance.whole(0, 4), interpolation, mixed: false };
				const drawn = someDraws(chance, 12, set.count, form);
				expect(difference(await made(executor, set, drawn), makeImages(set, drawn), size)).toBeNull();
			}
			executor.dispose();
		});

		test('mixed, as near as float32 is', async () => {
			const executor = await open(use);
			const chance = new Chance(3);
			const set = someImages(chance, 9, 32);
			const form = { size: 13, padding: 2, interpolation: 'nearest', mixed: true } as const;
			const drawn = someDraws(chance, 16, set.count, form);
			const [found, wanted] = [await made(executor, set, drawn), makeImages(set, drawn)];
			expect(difference(found, wanted, form.size, 1e-6)).toBeNull();
			const plain = makeImages(set, { ...drawn, table: unmixed(drawn.table) });
			expect(difference(found, plain, form.size, 1e-6)).not.toBeNull();
			executor.dispose();
		});
	});

	describe('training on draws', () => {
		const chance = new Chance(4);
		const shape = { imageSize: 8, batch: 4 };
		const set = someImages(chance, 6, 9);
		const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);
		const batches = [0, 1, 2].map(() =>
			someDraws(chance, shape.batch, set.count, {
				size: shape.imageSize,
				padding: 1,
				interpolation: 'bilinear',
				mixed: false
			})
		);

		test('is training on the images drawn, bit for bit', async () => {
			const [own, other] = [await open(use), await open(use)];
			const held = own.holdImages(set);
			const drawing = await own.compileTraining(shape);
			const plain = await other.compileTraining(shape);
			for (const [step, drawn] of batches.entries()) {
				drawing.runDrawn!({ held, drawn, targets }, { ...scalars, step });
				plain.run({ images: makeImages(set, drawn), targets }, { ...scalars, step });
			}
			const rows = await drawing.metrics();
			expect(rows.every(({ loss }) => Number.isFinite(loss))).toBe(true);
			expect(rows).toEqual(await plain.metrics());
			expect(await own.readState()).toEqual(await other.readState());
			// A batch that was made elsewhere comes through as before.
			const images = makeImages(set, batches[0]!);
			for (const step of [drawing, plain]) step.run({ images, targets }, { ...scalars, step: 3 });
			expect(await drawing.metrics()).toEqual(await plain.metrics());
			own.dispose();
			other.dispose();
		});

		test('frees all it made, and no step adds to it', async () => {
			const before = heldBy(use());
			const executor = await open(use);
			const opened = heldBy(use());
			const held = executor.holdImages(set);
			expect(heldBy(use())).toBeGreaterThan(opened);
			const step = await executor.compileTraining(shape);
			const run = async (number: number) => {
				step.runDrawn!({ held, drawn: batches[number]!, targets }, { ...scalars, step: number });
				await step.metrics();
			};
			await run(0);
			const during = heldBy(use());
			for (const number of [1, 2]) await run(number);
			expect(heldBy(use())).toBe(during);
			const augmentation = await executor.compileAugmentation(shape);
			await augmentation.run(held, batches[0]!);
			augmentation.dispose();
			augmentation.dispose();
			expect(heldBy(use())).toBe(during);
			executor.holdImages(set).dispose();
			expect(heldBy(use())).toBe(during);
			await executor.compileAugmentation(shape).then((left) => left.run(held, batches[0]!));
			executor.dispose();
			expect(heldBy(use())).toBe(before);
		});

		test('refuses what is not there, and goes on', async () => {
			const executor = await open(use);
			const held = executor.holdImages(set);
			const step = await executor.compileTraining(shape);
			const drawn = batches[0]!;
			const run = (changed: Partial<DrawnImages>, from = held) => {
				step.runDrawn!({ held: from, drawn: { ...drawn, ...changed }, targets }, scalars);
			};
			const table = (at: number, word: number) => ({ table: drawn.table.with(at, word) });
			for (const [changed, said] of [
				[{ size: 9 }, /4 images of 9 px/],
				[{ table: drawn.table.subarray(32) }, /3 images of 8 px/],
				[{ padding: -1 }, /padding .* 0 to 8; got -1/],
				[table(0, set.count), /image .* 0 to 5; got 6/],
				[table(4, 6), /number of operations .* got 6/],
				[{ table: table(4, 1).table.with(12, 16) }, /operation .* 0 to 15; got 16/],
				[table(5, -1), /partner .* 0 to 3; got -1/]
			] as const) {
				expect(() => {
					run(changed);
				}).toThrow(said);
			}
			expect(() => {
				step.runDrawn!({ held, drawn, targets: targets.subarray(1) }, scalars);
			}).toThrow(RangeError);
			const foreign = { count: 6, side: 9, dispose: () => null };
			const gone = executor.holdImages(set);
			gone.dispose();
			gone.dispose();
			for (const [from, said] of [
				[foreign, /another engine/],
				[gone, /disposed/]
			] as const) {
				expect(() => {
					run({}, from);
				}).toThrow(
					expect.objectContaining({ name: 'EngineError', message: expect.stringMatching(said) as string })
				);
			}
			run({});
			expect((await step.metrics()).map(({ loss }) => Number.isFinite(loss))).toEqual([true]);
			const augmentation = await executor.compileAugmentation(shape);
			augmentation.dispose();
			await expect(augmentation.run(held, drawn)).rejects.toThrow(/disposed/);
			executor.dispose();
		});

		test('tells how long its kernels take', async () => {
			const executor = await open(use);
			const step = await executor.compileAugmentation(shape);
			const timings = await step.profile(executor.holdImages(set), batches[0]!, 2);
			expect(timings.map(({ layer, pass, kernel }) => [layer, pass, kernel])).toEqual([
				['augmentation', 'augment', 'augment'],
				['augmentation', 'augment', 'mixImages']
			]);
			for (const { ns, bytes } of timings) {
				expect(ns).toBeGreaterThanOrEqual(0);
				expect(bytes).toBeGreaterThan(0);
			}
			executor.dispose();
		});
	});
}

function unmixed(table: Int32Array): Int32Array {
	return table.map((word, at) =>
		at % 32 === 5 ? Math.floor(at / 32) : at % 32 > 6 && at % 32 < 11 ? 0 : at % 32 === 6 ? 65536 : word
	);
}
