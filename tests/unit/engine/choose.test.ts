import { describe, expect, test } from 'vitest';
import type { Absence, Candidate, Sight } from '$lib/engine/candidates';
import { chooseEngine, openNamed, type Measure } from '$lib/engine/choose';
import type { Engine } from '$lib/engine/engine';
import { EngineError, type EngineName } from '$lib/engine/executor';
import { tinyTask } from '../../suites/tiny';

/** What a fake engine does: its images/s, null for too heavy, or what opening or measuring throws. */
interface Nature {
	readonly pace?: number | null;
	readonly software?: boolean;
	readonly look?: Absence;
	readonly opening?: Error;
	readonly measuring?: Error;
}

/** Engines that only say what is done to them. */
function stage(natures: Partial<Record<EngineName, Nature>>) {
	const log: string[] = [];
	const names = Object.keys(natures) as EngineName[];
	const candidates = names.map((engine): Candidate => {
		const { software = false, look, opening } = natures[engine] ?? {};
		return {
			engine,
			look: async (): Promise<Sight | Absence> => look ?? { adapter: null, software },
			open: async () => {
				if (opening) throw opening;
				log.push(`open ${engine}`);
				return fakeEngine(engine, software, () => log.push(`close ${engine}`));
			}
		};
	});
	const measure: Measure = async ({ device: { engine } }) => {
		const { pace = null, measuring } = natures[engine] ?? {};
		log.push(`measure ${engine}`);
		if (measuring) throw measuring;
		return pace === null ? null : { model: 'tiny-test', size: 8, batch: 4, imagesPerSecond: pace };
	};
	return { candidates, measure, log };
}

function fakeEngine(engine: EngineName, software: boolean, close: () => void): Engine {
	const createExecutor = () => Promise.reject(new Error('Nothing computes here.'));
	return { device: { engine, adapter: `${engine} device`, software, features: [] }, createExecutor, close };
}

async function choose(natures: Parameters<typeof stage>[0]) {
	const { candidates, measure, log } = stage(natures);
	const { engine, trials } = await chooseEngine(candidates, tinyTask, measure);
	return { taken: engine?.device.engine ?? null, reasons: trials.map(({ reason }) => reason), trials, log };
}

describe('the fastest engine', () => {
	test.each([
		[900, 300, 'webgpu', 'wasm'],
		[200, 300, 'wasm', 'webgpu']
	] as const)('a graphics card at %d, the processor at %d images/s', async (gpu, cpu, winner, loser) => {
		const natures = { webgpu: { pace: gpu }, wasm: { pace: cpu }, 'tfjs-webgl': {}, 'tfjs-cpu': {} };
		const { taken, trials, log } = await choose(natures);
		expect(taken).toBe(winner);
		expect(trials.map(({ pace }) => pace?.imagesPerSecond)).toEqual([gpu, cpu, undefined, undefined]);
		expect(trials.map(({ reason }) => reason)).toEqual([null, null, 'last-resort', 'last-resort']);
		expect(log.filter((line) => line.startsWith('close'))).toEqual([`close ${loser}`]);
	});

	test('a software adapter is not opened beside the processor', async () => {
		const { taken, reasons, log } = await choose({
			webgpu: { software: true, pace: 999 },
			wasm: { pace: 1 }
		});
		expect([taken, reasons]).toEqual(['wasm', ['software', null]]);
		expect(log).toEqual(['open wasm', 'measure wasm']);
	});

	test('a software adapter is measured where the processor’s engine is missing, before TensorFlow.js', async () => {
		const refused = new EngineError('unavailable', 'no SIMD');
		const { taken, reasons } = await choose({
			webgpu: { software: true, pace: 9 },
			wasm: { opening: refused },
			'tfjs-webgl': { pace: 99 },
			'tfjs-cpu': {}
		});
		expect([taken, reasons]).toEqual(['webgpu', [null, 'missing', 'last-resort', 'last-resort']]);
	});

	test('an engine that fails while it is measured is closed and passed by', async () => {
		const { taken, reasons, log } = await choose({
			webgpu: { measuring: new EngineError('device-lost', 'gone') },
			wasm: { pace: 3 }
		});
		expect([taken, reasons]).toEqual(['wasm', ['failed', null]]);
		expect(log).toContain('close webgpu');
	});

	test('one that could not be measured is taken where no other was; the expected one first', async () => {
		expect(await choose({ webgpu: { pace: null }, wasm: { pace: 2 } })).toMatchObject({
			taken: 'wasm',
			reasons: ['too-heavy', null]
		});
		expect(await choose({ webgpu: { pace: null }, wasm: { pace: null } })).toMatchObject({
			taken: 'webgpu',
			reasons: ['too-heavy', 'too-heavy']
		});
	});

	test('is none where none works, and says of each why', async () => {
		const { taken, reasons } = await choose({
			webgpu: { look: 'no-adapter' },
			wasm: { look: 'missing' },
			'tfjs-cpu': { opening: new Error('broken') }
		});
		expect([taken, reasons]).toEqual([null, ['no-adapter', 'missing', 'failed']]);
	});
});

describe('an engine by name', () => {
	test('is measured whatever its rank', async () => {
		const { candidates, measure, log } = stage({ webgpu: { software: true, pace: 5 }, wasm: { pace: 50 } });
		const { engine, trials } = await openNamed(candidates, 'webgpu', tinyTask, measure);
		expect(engine?.device.engine).toBe('webgpu');
		expect(trials).toMatchObject([{ engine: 'webgpu', software: true, pace: { imagesPerSecond: 5 } }]);
		expect(log).toEqual(['open webgpu', 'measure webgpu']);
	});

	test('that does not open is null with a reason; one nobody knows has none', async () => {
		const { candidates, measure } = stage({ webgpu: { opening: new EngineError('unavailable', 'none') } });
		expect(await openNamed(candidates, 'webgpu', tinyTask, measure)).toMatchObject({
			engine: null,
			trials: [{ reason: 'failed' }]
		});
		expect(await openNamed(candidates, 'wasm', tinyTask, measure)).toEqual({ engine: null, trials: [] });
	});
});
