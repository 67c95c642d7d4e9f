import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '$lib/engine/engine';
import { EngineError, type DeviceReport, type Executor, type StepShape } from '$lib/engine/executor';
import { measurePace } from '$lib/engine/pace';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';
import { tinyTask } from '../../suites/tiny';

/** The clock, ms: only steps take time. */
let now = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => {
	vi.restoreAllMocks();
});

/** An engine whose steps take a given time and give a given loss. */
function fake(device: Partial<DeviceReport>, { stepMs = 5, loss = 2, error = null as Error | null } = {}) {
	const log: string[] = [];
	const shapes: StepShape[] = [];
	let unread = 0;
	const step = {
		run: () => {
			if (error) throw error;
			now += stepMs;
			log.push('run');
			unread++;
		},
		metrics: async (inFlight = 0) =>
			Array.from({ length: Math.max(0, unread - inFlight) }, () => {
				unread--;
				return { step: 0, loss, correct: 0, gradientNorm: 1 };
			}),
		dispose: () => log.push('step gone')
	};
	const executor = {
		writeParameters: () => log.push('weights'),
		compileTraining: async (shape: StepShape) => {
			shapes.push(shape);
			return step;
		},
		dispose: () => log.push('executor gone')
	};
	const report: DeviceReport = { engine: 'wasm', adapter: 'fake', software: false, features: [], ...device };
	const createExecutor = async () => executor as unknown as Executor;
	const engine: Engine = { device: report, createExecutor, close: () => log.push('closed') };
	return { engine, log, shapes };
}

const taskOf = (model: string, imageSize: number) => {
	const graph = buildGraph(findVariant(model)!);
	return { ...tinyTask, model, graph, imageSize, batch: 32 };
};

describe('the pace of an engine', () => {
	test('is images over time, without the first step; everything is freed, the engine stays open', async () => {
		const { engine, log, shapes } = fake({}, { stepMs: 20 });
		const pace = await measurePace(engine, tinyTask);
		expect(shapes).toEqual([{ imageSize: 8, batch: 4 }]);
		expect(pace).toMatchObject({ model: 'tiny-test', size: 8, batch: 4 });
		// Four images in 20 ms; after the first step, 250 ms or a little more of them.
		expect(pace?.imagesPerSecond).toBeCloseTo(200, 9);
		expect(log.filter((line) => line === 'run')).toHaveLength(1 + 13);
		expect(log[0]).toBe('weights');
		expect(log.slice(-2)).toEqual(['step gone', 'executor gone']);
	});

	test.each([
		[{ engine: 'webgpu' }, 32],
		[{ engine: 'wasm' }, 16],
		[{ engine: 'webgpu', software: true }, 2]
	] as const)(
		'is measured on as many images as %o is expected to train in a moment',
		async (device, batch) => {
			const { engine, shapes } = fake(device);
			expect(await measurePace(engine, taskOf('v2-nano', 32))).toMatchObject({ batch });
			expect(shapes).toEqual([{ imageSize: 32, batch }]);
		}
	);

	test('a step that alone takes longer than the measurement may is run once', async () => {
		const { engine, log } = fake({}, { stepMs: 1100 });
		const pace = await measurePace(engine, tinyTask);
		expect(log.filter((line) => line === 'run')).toHaveLength(1);
		expect(pace?.imagesPerSecond).toBeCloseTo(4 / 1.1, 9);
	});

	test.each([
		['takes seconds for one image', 'tfjs-cpu', 'v2-nano', 32],
		['has more weights than can be made in a moment', 'webgpu', 'efficientnetv2-s', 32]
	] as const)('is not measured where the network %s', async (_, name, model, size) => {
		const { engine, shapes } = fake({ engine: name });
		expect(await measurePace(engine, taskOf(model, size))).toBeNull();
		expect(shapes).toEqual([]);
	});

	test('is not known where the memory does not suffice', async () => {
		const { engine, log } = fake({}, { error: new EngineError('out-of-memory', 'full') });
		expect(await measurePace(engine, tinyTask)).toBeNull();
		expect(log).toContain('executor gone');
	});

	test('an engine that fails or computes nonsense has none', async () => {
		const lost = fake({}, { error: new EngineError('device-lost', 'gone') });
		await expect(measurePace(lost.engine, tinyTask)).rejects.toThrow('gone');
		const nonsense = fake({}, { loss: NaN });
		await expect(measurePace(nonsense.engine, tinyTask)).rejects.toThrow('a loss that is not a number');
		expect(nonsense.log.slice(-2)).toEqual(['step gone', 'executor gone']);
	});
});
