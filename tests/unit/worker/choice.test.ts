import { afterEach, describe, expect, test } from 'vitest';
import type { Choice, Trial } from '$lib/engine/choose';
import type { EngineName } from '$lib/engine/executor';
import { openEngine } from '$lib/engine/open';
import type { Task } from '$lib/engine/pace';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import type { EngineChoice } from '$lib/worker/protocol';
import { endlessConfig, Theatre, tinyConfig } from './stage';

/** What was looked for, in order. */
const asked: [EngineChoice, string, number, number][] = [];
/** Engines that are open. */
const open = new Set<string>();
/** Figures that measuring by itself gives. */
let paces: Partial<Record<EngineName, number>> = {};
/** Engines that are there and are not measured by themselves. */
let passedOver: EngineName[] = [];

function trialOf(engine: EngineName, { model, imageSize, batch }: Task, imagesPerSecond?: number): Trial {
	const seen = { engine, adapter: null, software: false };
	if (imagesPerSecond === undefined) return { ...seen, pace: null, reason: 'failed' };
	return { ...seen, pace: { model, size: imageSize, batch, imagesPerSecond }, reason: null };
}

/** A host with the processor's engine and plain JavaScript; WebGPU fails. */
async function find(choice: EngineChoice, task: Task): Promise<Choice> {
	asked.push([choice, task.model, task.imageSize, task.batch]);
	if (choice === 'webgpu') return { engine: null, trials: [trialOf('webgpu', task)] };
	const measured = Object.entries(paces) as [EngineName, number][];
	const fastest = measured.reduce((best, each) => (each[1] > best[1] ? each : best), ['wasm', 0]);
	const name = choice === 'auto' ? fastest[0] : choice;
	const engine = await openEngine(name, { kernels: nodeKernels, threads: 1 });
	open.add(name);
	const close = () => {
		engine.close();
		open.delete(name);
	};
	const figures = choice === 'auto' ? measured : [[name, 7] as const];
	const others = choice === 'auto' ? passedOver : [];
	const untried = others.map((each): Trial => {
		return { engine: each, adapter: null, software: false, pace: null, reason: 'last-resort' };
	});
	const trials = [...figures.map(([each, pace]) => trialOf(each, task, pace)), ...untried];
	return { engine: { ...engine, close }, trials };
}

let theatre = new Theatre(find);
afterEach(async () => {
	await theatre.session.dispose();
	expect([...open]).toEqual([]);
	asked.length = 0;
	paces = {};
	passedOver = [];
	theatre = new Theatre(find);
});

const configure = (config = tinyConfig()) => ({ type: 'configure', config }) as const;
const start = { type: 'start' } as const;
const step = { type: 'step' } as const;
const train = { type: 'train' } as const;
const choose = (engine: EngineChoice) => ({ type: 'choose-engine', engine }) as const;
const engines = () => theatre.of('device').map(({ device, choice }) => [device.engine, choice]);
const known = () =>
	theatre
		.of('device')
		.at(-1)
		?.trials.map(({ engine, pace, reason }) => [engine, pace?.imagesPerSecond ?? reason]);

describe('the fastest engine', () => {
	test('is looked for at the start, at the default network; its figures are told', async () => {
		paces = { wasm: 300 };
		await theatre.do(start);
		expect(asked).toEqual([['auto', 'v2-nano', 32, 32]]);
		expect(theatre.of('device')).toMatchObject([
			{
				choice: 'auto',
				trials: [
					{
						engine: 'wasm',
						pace: { model: 'v2-nano', size: 32, batch: 32, imagesPerSecond: 300 },
						reason: null
					}
				]
			}
		]);
		await theatre.do(start);
		expect(asked).toHaveLength(1);
		expect(engines()).toEqual([
			['wasm', 'auto'],
			['wasm', 'auto']
		]);
	});

	test('is measured again where two are, and the run that begins is another one', async () => {
		paces = { wasm: 300, 'tfjs-cpu': 200 };
		await theatre.do(start);
		paces = { wasm: 300, 'tfjs-cpu': 400 };
		await theatre.do(configure(), step);
		expect(asked.at(-1)).toEqual(['auto', 'v2-pico', 12, 8]);
		expect(engines().at(-1)).toEqual(['tfjs-cpu', 'auto']);
		await theatre.do(step);
		await theatre.do({ type: 'reset' }, step);
		expect(asked).toHaveLength(2);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0, 1, 0]);
	});

	test('is not measured again where there is nothing to compare', async () => {
		paces = { wasm: 300 };
		await theatre.do(start, configure(), step);
		expect(asked).toHaveLength(1);
	});
});

describe('an engine by choice', () => {
	test('takes over while it trains: the run is back at step 0 and trains there', async () => {
		await theatre.do(configure(endlessConfig()));
		const training = theatre.do(train);
		await theatre.untilSteps(1);
		await theatre.do(choose('tfjs-cpu'));
		await training;
		expect(theatre.session.state).toBe('ready');
		expect(engines()).toEqual([
			['wasm', 'auto'],
			['tfjs-cpu', 'tfjs-cpu']
		]);
		expect(asked.at(-1)).toEqual(['tfjs-cpu', 'v2-pico', 12, 8]);
		expect([...open]).toEqual(['tfjs-cpu']);
		theatre.forget();
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0]);
		expect(theatre.of('device')).toEqual([]);
	});

	test('that is open already leaves the run alone', async () => {
		await theatre.do(configure(endlessConfig()));
		const training = theatre.do(train);
		await theatre.untilSteps(1);
		await theatre.do(choose('wasm'));
		const made = theatre.steps.length;
		await theatre.untilSteps(made + 1);
		await theatre.do({ type: 'pause' });
		await training;
		expect(engines().at(-1)).toEqual(['wasm', 'wasm']);
		expect(asked).toHaveLength(1);
		expect(theatre.of('configured')).toHaveLength(1);
	});

	test('that does not open is told, and engine, choice and run stay', async () => {
		await theatre.do(configure(), step);
		await theatre.do(choose('webgpu'));
		expect(theatre.of('failure')).toEqual([]);
		expect(engines().at(-1)).toEqual(['wasm', 'auto']);
		expect(known()).toContainEqual(['webgpu', 'failed']);
		expect(theatre.session.state).toBe('paused');
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0, 1]);
	});

	test('is not needed to see how fast the others are: they are measured at the same step, and closed', async () => {
		paces = { wasm: 300 };
		passedOver = ['tfjs-cpu'];
		await theatre.do(start, configure(), step);
		const before = asked.length;
		expect(known()).toContainEqual(['tfjs-cpu', 'last-resort']);
		await theatre.do({ type: 'measure-engines' });
		// Not at the run's: figures of two networks side by side would say who is faster, and be wrong.
		const [, ...first] = asked[0]!;
		expect(first).not.toEqual(['v2-pico', 12, 8]);
		expect(asked.slice(before)).toEqual([['tfjs-cpu', ...first]]);
		expect(known()).toEqual([
			['wasm', 300],
			['tfjs-cpu', 7]
		]);
		expect(engines().at(-1)).toEqual(['wasm', 'auto']);
		expect([...open]).toEqual(['wasm']);
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0, 1]);
	});

	test('the last of several choices counts', async () => {
		await theatre.do(start, choose('tfjs-cpu'), choose('wasm'));
		expect(engines().at(-1)).toEqual(['wasm', 'wasm']);
		expect([...open]).toEqual(['wasm']);
	});

	test('gives way to measurement again, and its figure stays until there is a newer one', async () => {
		paces = { wasm: 300 };
		await theatre.do(start, choose('tfjs-cpu'));
		expect(known()).toEqual([
			['wasm', 300],
			['tfjs-cpu', 7]
		]);
		paces = { wasm: 310 };
		await theatre.do(choose('auto'));
		expect(engines().at(-1)).toEqual(['wasm', 'auto']);
		expect(known()).toEqual([
			['wasm', 310],
			['tfjs-cpu', 7]
		]);
	});
});
