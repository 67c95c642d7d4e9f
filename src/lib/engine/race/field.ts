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

/** An engine has its threads for life, so one number of them is another engine than the next. */
const keyOf = (name: EngineName, threads: number | null) => `${name} ${threads ?? ''}`;

/** Opens the engines that the contestants compute on, each once; see `openEngine`. Throws EngineError where one is not to be had. */
export async function openField(
	contestants: readonly Contestant[],
	gpu: Gpu | null,
	kernels?: KernelSource
): Promise<Field> {
	const engines = new Map<string, Engine>();
	const watch = gpu === null ? null : watchDevice(gpu.device);
	const close = () => {
		watch?.end();
		for (const engine of engines.values()) engine.close();
	};
	try {
		for (const { host, threads } of contestants) {
			if (host === null || engines.has(keyOf(host, threads))) continue;
			const sources = {
				...(gpu && { gpu }),
				...(kernels && { kernels }),
				...(threads !== null && { threads })
			};
			engines.set(keyOf(host, threads), await openEngine(host, sources));
		}
	} catch (error) {
		close();
		throw error;
	}
	return {
		hostOf: ({ host, threads }) => (host === null ? null : (engines.get(keyOf(host, threads)) ?? null)),
		check() {
			const failure = watch?.failure() ?? null;
			if (failure !== null) throw failure;
		},
		close
	};
}
