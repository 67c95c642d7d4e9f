import type { Tensor } from '@tensorflow/tfjs-core';
import type { StepMetrics } from '../executor';
import { readTensor, type Backend } from './backend';

interface Pending {
	readonly row: Promise<StepMetrics>;
	done: boolean;
}

/**
 * Rows on their way from the device. Reading starts when a step is queued (this also submits the step), so a row
 * costs the device one small copy and the host no wait until somebody asks for it.
 */
export class MetricsQueue {
	readonly #pending: Pending[] = [];

	constructor(readonly backend: Backend) {}

	/** Takes [loss, correct, gradientNorm] over and frees it once it is read. */
	push(step: number, values: Tensor): void {
		const row = this.#read(step, values);
		const pending: Pending = { row, done: false };
		// A failure is told to whoever asks for the row; until then it must not count as unhandled.
		row.then(
			() => (pending.done = true),
			() => (pending.done = true)
		);
		this.#pending.push(pending);
	}

	/** See `TrainingStep.metrics`. */
	async take(inFlight: number): Promise<StepMetrics[]> {
		const rows: StepMetrics[] = [];
		for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
			if (!next.done && this.#pending.length <= inFlight) break;
			this.#pending.shift();
			rows.push(await next.row);
		}
		return rows;
	}

	async #read(step: number, values: Tensor): Promise<StepMetrics> {
		try {
			const [loss = NaN, correct = NaN, gradientNorm = NaN] = await readTensor(this.backend, values);
			return { step, loss, correct, gradientNorm };
		} finally {
			values.dispose();
		}
	}
}
