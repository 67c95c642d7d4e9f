import type { EngineError } from '../executor';
import type { Pipelines } from './pipelines';

/** An open device that may fail. */
export interface Live {
	readonly device: GPUDevice;
	/** Why the device can no longer be used, or null while it can. */
	failure(): EngineError | null;
	/** Throws EngineError if the device has failed. */
	check(): void;
}

/** One that has kernels compiled. */
export interface LiveCompiler extends Live {
	readonly pipelines: Pipelines;
}
