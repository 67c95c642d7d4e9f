import { mappedBytes } from './buffers';
import type { Context } from './context';

/** What WebGPU allows one set. */
const MOST_QUERIES = 4096;
const STAMP_BYTES = 8;

/** Time stamps of a row of passes: one before and one after each. */
export class Clock {
	readonly #context: Context;
	readonly #sets: GPUQuerySet[] = [];
	readonly #resolved: GPUBuffer;
	readonly #staging: GPUBuffer;

	constructor(context: Context, passes: number) {
		const { device } = context;
		this.#context = context;
		const count = 2 * passes;
		for (let from = 0; from < count; from += MOST_QUERIES) {
			const size = Math.min(MOST_QUERIES, count - from);
			this.#sets.push(device.createQuerySet({ type: 'timestamp', count: size }));
		}
		const size = count * STAMP_BYTES;
		const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
		this.#resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
		this.#staging = device.createBuffer({ size, usage: COPY_DST | MAP_READ });
	}

	/** For the descriptor of pass `at`. */
	stamps(at: number): GPUComputePassTimestampWrites {
		const querySet = this.#sets[Math.floor((2 * at) / MOST_QUERIES)];
		if (querySet === undefined) throw new RangeError(`The clock has no stamps for pass ${at}.`);
		const first = (2 * at) % MOST_QUERIES;
		return { querySet, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
	}

	resolve(encoder: GPUCommandEncoder): void {
		for (const [at, set] of this.#sets.entries()) {
			encoder.resolveQuerySet(set, 0, set.count, this.#resolved, at * MOST_QUERIES * STAMP_BYTES);
		}
		encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, this.#resolved.size);
	}

	/** Nanoseconds of each pass. WebGPU lets a clock go back; such a pass counts as 0. */
	async read(): Promise<number[]> {
		const stamps = new BigUint64Array(await mappedBytes(this.#context, this.#staging, this.#staging.size));
		return Array.from({ length: stamps.length / 2 }, (_, at) =>
			Math.max(0, Number((stamps[2 * at + 1] ?? 0n) - (stamps[2 * at] ?? 0n)))
		);
	}

	dispose(): void {
		for (const set of this.#sets) set.destroy();
		this.#resolved.destroy();
		this.#staging.destroy();
	}
}
