import { describe, expect, it } from 'vitest';
import type { Executor, StepMetrics, TrainingStep } from '$lib/engine/executor';
import { train } from '$lib/recipe/loop';
import { collect, only, smallConfig, smallExecutor, somePhotos, ticking } from './smallRun';

const dataset = somePhotos(12, 6);

/**
 * A device that never finishes a step before it is waited for. No real executor here is that slow at will, and only
 * such a one shows how many steps the loop queues and what it has compiled when.
 */
class SlowDevice {
	readonly log: string[] = [];
	mostQueued = 0;
	alive = 0;
	/** Side of the stage whose step cannot be compiled, pixels. */
	broken: number | null = null;

	async executor(): Promise<Executor> {
		const real = await smallExecutor();
		const compileTraining: Executor['compileTraining'] = async ({ imageSize }) => {
			this.log.push(`compile ${imageSize}`);
			await new Promise((resolve) => setTimeout(resolve));
			if (imageSize === this.broken) throw new Error('no pipeline');
			this.alive++;
			return this.#step(imageSize);
		};
		return new Proxy(real, {
			get: (target, name) => {
				if (name === 'compileTraining') return compileTraining;
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			}
		});
	}

	#step(size: number): TrainingStep {
		const queued: StepMetrics[] = [];
		return {
			run: (_, { step }) => {
				queued.push({ step, loss: 1, correct: 0, gradientNorm: 1 });
				this.mostQueued = Math.max(this.mostQueued, queued.length);
				this.log.push(`run ${step}`);
			},
			metrics: async (inFlight = 0) => queued.splice(0, Math.max(0, queued.length - inFlight)),
			dispose: () => {
				this.alive--;
				this.log.push(`dispose ${size}`);
			}
		};
	}
}

describe('the loop on a slow device', () => {
	it('queues two steps at most, and tells of all in order', async () => {
		const device = new SlowDevice();
		const executor = await device.executor();
		const events = await collect(train({ executor, config: smallConfig, dataset, clock: ticking() }));
		executor.dispose();
		expect(device.mostQueued).toBe(2);
		expect(only(events, 'step').map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('compiles the next stage while one trains, and frees each step at its border', async () => {
		const device = new SlowDevice();
		const executor = await device.executor();
		await collect(train({ executor, config: smallConfig, dataset, clock: ticking() }));
		executor.dispose();
		const { log } = device;
		expect(log.indexOf('compile 10')).toBeLessThan(log.indexOf('run 1'));
		expect(log.indexOf('dispose 8')).toBeGreaterThan(log.indexOf('run 2'));
		expect(log.indexOf('dispose 8')).toBeLessThan(log.indexOf('run 3'));
		expect(device.alive).toBe(0);
	});

	it('in random order compiles every size once before the first step, and frees them after the last', async () => {
		const device = new SlowDevice();
		const executor = await device.executor();
		const [first, second] = smallConfig.stages;
		if (!first || !second) throw new Error('the small run has two stages');
		const stages = [first, second, { ...first, dropout: 0 }];
		const config = { ...smallConfig, stages, order: 'random' as const };
		const events = await collect(train({ executor, config, dataset, clock: ticking() }));
		executor.dispose();
		const { log } = device;
		expect(log.filter((entry) => entry.startsWith('compile'))).toEqual(['compile 8', 'compile 10']);
		expect(log.indexOf('compile 10')).toBeLessThan(log.indexOf('run 0'));
		expect(log.slice(-2)).toEqual(['dispose 8', 'dispose 10']);
		expect(device.alive).toBe(0);
		expect(only(events, 'step').map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
	});

	it('in random order frees what was compiled where another size cannot be', async () => {
		const device = new SlowDevice();
		device.broken = 10;
		const executor = await device.executor();
		const config = { ...smallConfig, order: 'random' as const };
		await expect(collect(train({ executor, config, dataset, clock: ticking() }))).rejects.toThrow(
			'no pipeline'
		);
		executor.dispose();
		expect(device.log).toContain('dispose 8');
		expect(device.alive).toBe(0);
	});

	it('frees what was compiled ahead when it is stopped', async () => {
		const device = new SlowDevice();
		const executor = await device.executor();
		const events = train({ executor, config: smallConfig, dataset, clock: ticking() });
		for await (const event of events) if (event.type === 'step') break;
		executor.dispose();
		expect(device.log).toContain('compile 10');
		expect(device.alive).toBe(0);
	});

	it('fails at the border where the next stage could not be compiled, with the first one trained', async () => {
		const device = new SlowDevice();
		device.broken = 10;
		const executor = await device.executor();
		const seen: number[] = [];
		const run = async () => {
			for await (const event of train({ executor, config: smallConfig, dataset, clock: ticking() })) {
				if (event.type === 'step') seen.push(event.step);
			}
		};
		await expect(run()).rejects.toThrow('no pipeline');
		executor.dispose();
		expect(seen).toEqual([0, 1, 2]);
		expect(device.alive).toBe(0);
	});
});
