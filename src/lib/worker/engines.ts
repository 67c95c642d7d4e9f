import type { DeviceReport, Executor, ExecutorOptions } from '$lib/engine/executor';
import { openFastest, type Rejection } from '$lib/engine/open';

/** The engine that was taken, and why the faster ones were not. */
export interface FoundEngine {
	readonly device: DeviceReport;
	readonly rejected: readonly Rejection[];
	createExecutor(options: ExecutorOptions): Promise<Executor>;
	/** Gives the device back; the executors made on it are unusable afterwards. */
	close(): void;
}

/** Throws EngineError `unavailable` where there is none at all. */
export type FindEngine = () => Promise<FoundEngine>;

/** WebGPU on a real graphics card, else the processor. */
export async function findEngine(): Promise<FoundEngine> {
	const { engine, rejected } = await openFastest();
	return {
		device: engine.device,
		rejected,
		createExecutor: (options) => engine.createExecutor(options),
		close: () => {
			engine.close();
		}
	};
}
