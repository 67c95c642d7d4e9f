/** Runs in sessions that share a store, and what is kept of them. */
import { expect } from 'vitest';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import type { RunLocks } from '$lib/runs/locks';
import { MemoryStore } from '$lib/runs/memoryStore';
import { eventsOf } from '$lib/runs/metrics';
import type { StoredRun } from '$lib/runs/run';
import type { RunStore } from '$lib/runs/store';
import { hanging, Theatre, tinyConfig, wasmEngine } from './stage';

/** Everything that a checkpoint can hold, and every draw. */
export function thorough(changes: Partial<RunConfig> = {}): RunConfig {
	const config = tinyConfig();
	return {
		...config,
		optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		learningRate: { ...config.learningRate, peak: 0.01 },
		emaDecay: 0.9,
		stages: config.stages.map((stage) => ({ ...stage, dropPath: 0.2 })),
		...changes
	};
}

export const configure = (config = thorough()) => ({ type: 'configure', config }) as const;
export const train = { type: 'train' } as const;
export const step = { type: 'step' } as const;

/** A session with this store; time passes with each step only, and the `hangAt`-th step never ends. */
export function open(
	store: RunStore,
	{ stepMs = 1, hangAt = Infinity, locks }: { stepMs?: number; hangAt?: number; locks?: RunLocks } = {}
): Theatre {
	let now = 0;
	const pass = () => (now += stepMs);
	return new Theatre(
		() => wasmEngine((executor) => hanging(executor, hangAt, pass)),
		store,
		() => now,
		undefined,
		locks
	);
}

/** Trains until the step that never ends, and leaves the session alone for ever. */
export async function killed(theatre: Theatre, config: RunConfig, steps: number): Promise<string> {
	void theatre.do(configure(config), train);
	await theatre.untilSteps(steps);
	// The device has the step that never ends.
	await new Promise((resolve) => setTimeout(resolve, 50));
	return theatre.of('saved').at(-1)?.id ?? '';
}

export async function kept(store: RunStore, id: string) {
	const [run, checkpoint] = await Promise.all([store.get(id), store.checkpoint(id)]);
	if (run === null || checkpoint === null) throw new Error('the run is not kept');
	return { run, checkpoint };
}

/** The run's end without a break. */
export async function uninterrupted(config = thorough()) {
	const store = new MemoryStore();
	const theatre = open(store);
	await theatre.do(configure(config), train);
	expect(theatre.session.state).toBe('finished');
	const end = await kept(store, theatre.of('saved').at(-1)?.id ?? '');
	await theatre.session.dispose();
	return end;
}

/** Byte for byte; an assertion on so long arrays would take its time. */
export const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** What was told, without times. */
function timeless(events: readonly TrainEvent[]) {
	return events.map((event) => ({ ...event, trainMs: 0, compileMs: 0 }));
}

export const told = ({ metrics, judgements }: StoredRun) => timeless([...eventsOf(metrics), ...judgements]);
export const savedAt = (theatre: Theatre) => theatre.of('saved').map(({ position }) => position);
