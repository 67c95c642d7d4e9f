import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Engine } from '$lib/engine/engine';
import { openCompiled } from '$lib/engine/webgpu/open';
import { measureConvs } from '$lib/labs/bottlenecks/convs';
import { measureSizes } from '$lib/labs/bottlenecks/sizes';
import { findVariant } from '$lib/model/variants';

const variant = findVariant('v2-pico')!;

let dawn: Dawn;
let engine: Engine;
beforeAll(async () => {
	dawn = await openDawn();
	engine = await openCompiled(dawn);
});
afterAll(() => {
	engine.close();
	dawn.close();
});

test('image sizes are measured within a memory by the plans of a graphics card', async () => {
	const memoryBytes = 2 * 2 ** 20;
	const task = { variant, sizes: [8, 16], memoryBytes, batch: 2, repeats: 1 };
	for await (const event of measureSizes(engine, task)) {
		if (event.type !== 'repeat') continue;
		const [, small, , large] = event.rows.rows;
		for (const row of [small!, large!]) {
			expect(row.bytes).toBeLessThanOrEqual(memoryBytes);
			expect(row.imagesPerSecond).toBeGreaterThan(0);
		}
		expect(small!.batch).toBeGreaterThanOrEqual(large!.batch);
		expect(small!.imageBytes).toBeLessThan(large!.imageBytes);
	}
});

test('convolutions are measured by the device’s clock', async () => {
	const task = { variant, imageSize: 16, batch: 2, repeats: 1 };
	for await (const event of measureConvs(engine, task)) {
		if (event.type !== 'repeat') continue;
		expect(event.rows.rows).toHaveLength(30);
		for (const { ms } of event.rows.rows) expect(ms).toBeGreaterThanOrEqual(0);
		expect(event.rows.stages.every(({ mbconvMs, fusedMs }) => mbconvMs > 0 && fusedMs > 0)).toBe(true);
	}
});
