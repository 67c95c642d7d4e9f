import type { DeviceReport } from '$lib/engine/executor';
import type { WorkerEvent } from './protocol';
import type { CreateExecutor } from './run';

/** The engine that was taken, and why the faster ones were not. */
export interface FoundEngine {
	readonly device: DeviceReport;
	readonly rejected: Extract<WorkerEvent, { type: 'device' }>['rejected'];
	readonly create: CreateExecutor;
	/** Gives the device back; executors made by `create` are unusable afterwards. */
	close(): void;
}

/** Throws EngineError `unavailable` where there is none at all. */
export type FindEngine = () => Promise<FoundEngine>;
