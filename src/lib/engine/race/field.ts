import type { EngineName } from '../executor';
import type { Gpu } from '../gpu';
import type { Engine } from '../engine';
import { openEngine } from '../open';
import { watchDevice } from '../watch';
import type { KernelSource } from '../wasm/module';
import type { Contestant } from './contestant';

/** The engines of a race, all on one device. */
export interface Field {
	/** The open engine that a contestant computes on, or null where it opens a device itself. */
	hostOf(contestant: Contestant): Engine | null;
	/** Throws EngineError if the device has failed, whoever noticed. */
	check(): void;
	/** Closes the engines; the device stays its owner's. */
	close(): void;
}

/** Opens the engines that the contestants compute on, each once; see `openEngine`. Throws EngineError where one is not to be had. */
export async function openField(
	contestants: readonly Contestant[],
	gpu: Gpu | null,
	kernels?: KernelSource
): Promise<Field> {
	const engines = new Map<EngineName, Engine>();
	const watch = gpu === null ? null : watchDevice(gpu.device);
	const close = () => {
		watch?.end();
		for (const engine of engines.values()) engine.close();
	};
	try {
		for (const name of new Set(contestants.map(({ host }) => host))) {
			if (name !== null) engines.set(name, await openEngine(name, gpu ?? undefined, kernels));
		}
	} catch (error) {
		close();
		throw error;
	}
	return {
		hostOf: ({ host }) => (host === null ? null : (engines.get(host) ?? null)),
		check() {
			const failure = watch?.failure() ?? null;
			if (failure !== null) throw failure;
		},
		close
	};
}
