import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEngine } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { Scales } from '$lib/labs/blocks/fusedNetworks';
import { measureFused, type FusedEvent, type FusedTask } from '$lib/labs/blocks/fusedMeasure';
import { fusedRows } from '$lib/labs/blocks/fusedRows';
import {
	batches,
	expectedStepMs,
	fitScale,
	sides,
	widths,
	type FusedShape
} from '$lib/labs/blocks/fusedScale';

const roof = { gigaflops: 20, gigabytes: 5 };

/** What grows as a network does: memory and time with the pixels of a batch, memory with the weights, too. */
const weigher =
	(perWeight: number, perPixel: number) =>
	async ({ width, imageSize, batch }: FusedShape) => {
		const load = perWeight * width ** 2 + perPixel * width * imageSize ** 2 * batch;
		return { bytes: load, expectedMs: load / 1000 };
	};

test('the scale is within the limits, and one step larger in any way is not', async () => {
	const amount = fc.integer({ min: 1, max: 1_000_000 });
	await fc.assert(
		fc.asyncProperty(amount, amount, amount, amount, async (perWeight, perPixel, bytes, stepMs) => {
			const weigh = weigher(perWeight, perPixel / 1000);
			const limits = { bytes: 10 * bytes, stepMs };
			const within = async (shape: FusedShape) => {
				const load = await weigh(shape);
				return load.bytes <= limits.bytes && load.expectedMs <= limits.stepMs;
			};
			const scale = await fitScale(weigh, limits);
			const smallest = { width: widths.at(-1)!, imageSize: sides[0], batch: batches[0] };
			if (scale === null) {
				expect((await weigh(smallest)).bytes).toBeGreaterThan(limits.bytes);
				return;
			}
			expect(scale.bytes).toBeLessThanOrEqual(limits.bytes);
			if (scale.expectedMs > limits.stepMs) {
				expect(scale).toMatchObject(smallest);
				return;
			}
			const { width, imageSize, batch } = scale;
			const [wider, larger, more] = [
				widths[(widths as readonly number[]).indexOf(width) - 1],
				sides[(sides as readonly number[]).indexOf(imageSize) + 1],
				batches[(batches as readonly number[]).indexOf(batch) + 1]
			];
			if (wider !== undefined) expect(await within({ ...smallest, width: wider })).toBe(false);
			if (more !== undefined) expect(await within({ width, imageSize, batch: more })).toBe(false);
			if (larger !== undefined)
				expect(await within({ width, imageSize: larger, batch: batches[0] })).toBe(false);
		})
	);
});

test('an expected step is arithmetic, memory and the update', () => {
	// 3·2·10⁹ operations at 20·10⁹ a second, 3·10⁸ bytes at 5·10⁹, 28·10⁷ bytes of the update.
	expect(expectedStepMs({ macs: 1e9, bytes: 1e8, parameters: 1e7 }, roof)).toBeCloseTo(300 + 60 + 56, 9);
});

test('a ratio is the median of the turns’ own ratios, so that drift cancels', () => {
	const entrant = (lastFusedStage: number | null) => ({ lastFusedStage, parameters: 1, macs: 1 });
	const rows = fusedRows('wasm', { imageSize: 32, batch: 8 }, [
		{ entrant: entrant(null), turnMs: [10, 20, 40], stepMs: [10, 20, 40] },
		{ entrant: entrant(3), turnMs: [5, 10, 20], stepMs: [5, 10, 20] }
	]);
	expect(rows).toMatchObject([
		{ lastFusedStage: null, stepMs: 20, imagesPerSecond: 400, ratio: 1, quartiles: { ratio: [1, 1] } },
		{ lastFusedStage: 3, stepMs: 10, imagesPerSecond: 800, ratio: 2, quartiles: { ratio: [2, 2] } }
	]);
	expect(rows[1]?.quartiles).toMatchObject({ stepMs: [7.5, 15], imagesPerSecond: [8000 / 15, 8000 / 7.5] });
});

async function measured(task: FusedTask) {
	const engine = await openEngine('wasm', { kernels: nodeKernels, threads: 2 });
	const events: FusedEvent[] = [];
	try {
		for await (const event of measureFused(engine, roof, task)) events.push(event);
	} finally {
		engine.close();
	}
	return events;
}

test('the small networks are trained in turns', async () => {
	const limits = { bytes: 2 ** 30, stepMs: 1 };
	const events = await measured({ family: 'nano', limits, repeats: 2 });
	expect(events.map(({ type }) => type)).toEqual([
		...['scale', 'preparing', 'preparing', 'preparing', 'warming'],
		...['turn', 'turn']
	]);
	const last = events.at(-1);
	const rows = last?.type === 'turn' ? last.rows : [];
	expect(rows).toMatchObject([
		{ lastFusedStage: null, params: 187_514, ratio: 1, turns: 2, size: 32, batch: 32 },
		{ lastFusedStage: 2, params: 225_322, turns: 2 },
		{ lastFusedStage: 4, params: 601_210, turns: 2 }
	]);
	for (const { stepMs, imagesPerSecond } of rows) expect(imagesPerSecond).toBeCloseTo(32_000 / stepMs, 6);
});

test('networks that do not fit even at their smallest are refused with a sentence', async () => {
	await expect(
		measured({ family: 'b4', limits: { bytes: 100 * 2 ** 20, stepMs: 500 }, repeats: 1 })
	).rejects.toMatchObject({
		kind: 'out-of-memory',
		message: 'The four networks do not fit into 100 MiB even at their smallest.'
	});
});

test('the engine’s own plans say what B4’s four networks take: more than their weights, and more with the image', async () => {
	const engine = await openEngine('wasm', { kernels: nodeKernels, threads: 1 });
	const scales = new Scales(engine, 'b4', roof, 2 ** 30);
	const at = (imageSize: number, batch: number) => scales.weigh({ width: 1 / 4, imageSize, batch });
	try {
		const [small, larger, more] = [await at(32, 4), await at(64, 4), await at(64, 8)];
		// 16.3 million parameters with their gradients and momentum.
		expect(small.bytes).toBeGreaterThan(12 * 16.3e6);
		expect(larger.bytes).toBeGreaterThan(small.bytes);
		expect(more.bytes).toBeGreaterThan(larger.bytes);
		expect(more.expectedMs).toBeGreaterThan(larger.expectedMs);
		// At full width the weights alone are too many, so nothing is opened.
		expect((await scales.weigh({ width: 1, imageSize: 32, batch: 4 })).bytes).toBeGreaterThan(2 ** 30);
	} finally {
		scales.close();
		engine.close();
	}
});
