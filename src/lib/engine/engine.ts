import type { DeviceReport, Executor, ExecutorOptions } from './executor';

/** An engine whose device is open. A realm has at most one of each name. */
export interface Engine {
	readonly device: DeviceReport;
	/** Executors of one engine share its device. */
	createExecutor(options: ExecutorOptions): Promise<Executor>;
	/** Frees the device; the engine's executors are unusable afterwards. */
	close(): void;
}
