import type { StepMetrics } from '../executor';
import { mapped, stagingBuffer } from './buffers';
import type { Context } from './context';

const ROW = 4;
const ROW_BYTES = 16;

interface Pending {
	readonly row: Promise<StepMetrics>;
	done: boolean;
}

/** Rows on their way from the device, through staging buffers that take turns. */
export class MetricsRing {
	readonly #context: Context;
	readonly #free: GPUBuffer[] = [];
	readonly #pending: Pending[] = [];
	#disposed = false;

	constructor(context: Context) {
		this.#context = context;
	}

	/** Adds the copy of a step's row to its commands; call `expect` once they are submitted. */
	copy(encoder: GPUCommandEncoder, row: GPUBuffer): GPUBuffer {
		const staging = this.#free.pop() ?? stagingBuffer(this.#context.device, ROW);
		encoder.copyBufferToBuffer(row, 0, staging, 0, ROW_BYTES);
		return staging;
	}

	expect(step: number, staging: GPUBuffer): void {
		const row = this.#read(step, staging);
		const pending: Pending = { row, done: false };
		// A failure is told to whoever asks for the row; until then it must not count as unhandled.
		const settle = () => (pending.done = true);
		row.then(settle, settle);
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

	dispose(): void {
		this.#disposed = true;
		for (const staging of this.#free.splice(0)) staging.destroy();
	}

	async #read(step: number, staging: GPUBuffer): Promise<StepMetrics> {
		const values = await mapped(this.#context, staging, ROW);
		if (this.#disposed) staging.destroy();
		else this.#free.push(staging);
		const [loss = NaN, correct = NaN, gradientNorm = NaN] = values;
		return { step, loss, correct, gradientNorm };
	}
}
