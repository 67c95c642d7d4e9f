/**
 * TensorFlow.js keeps one engine per JavaScript realm (`tf.engine()`): the current backend, the scopes and the tape
 * are global. Executors stay apart by two rules: whoever is about to run ops calls `activate()` first, with no
 * `await` in between; and whatever outlives a call is kept and disposed by its owner.
 */
import { keep, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { EngineError, type DeviceReport } from '../executor';
import { outOfMemory } from '../watch';

export type BackendName = 'webgpu' | 'webgl' | 'cpu';

export interface Backend {
	readonly name: BackendName;
	readonly report: DeviceReport;
	/** Why the device can no longer be used, or null while it can. */
	failure(): EngineError | null;
	/** Frees the device. Executors on it are unusable afterwards. */
	close(): void;
}

/** Makes `backend` the one that ops run on, until the next `await`. Throws EngineError if its device has failed. */
export function activate(backend: Backend): void {
	const failure = backend.failure();
	if (failure !== null) throw failure;
	// The backend is open already, so the assignment inside happens before the promise is returned.
	void setBackend(backend.name);
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** What a thrown value means for the reader: the device's own failure, lack of memory, or an error of this program. */
export function engineFailure(backend: Backend, cause: unknown): unknown {
	const failure = backend.failure();
	if (failure !== null) return failure;
	const text = cause instanceof Error ? cause.message : String(cause);
	if (/out of memory|allocation failed|invalid (typed )?array length|CONTEXT_LOST/i.test(text)) {
		return new EngineError('out-of-memory', outOfMemory);
	}
	return cause;
}

/**
 * Reads a tensor back without blocking; the caller may dispose of it or change the backend meanwhile. Throws
 * EngineError if the device fails.
 */
export async function readTensor(backend: Backend, tensor: Tensor): Promise<Float32Array> {
	activate(backend);
	const held = keep(tensor.clone());
	try {
		return (await held.data<'float32'>()).slice();
	} catch (cause) {
		// A mapping fails just before the device's promise `lost` is settled.
		await turn();
		throw engineFailure(backend, cause);
	} finally {
		held.dispose();
	}
}
