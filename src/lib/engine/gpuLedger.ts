/** Counts what passes through WebGPU in this realm, whoever calls it: no library of a race tells it the same way. */
export interface GpuCounts {
	readonly dispatches: number;
	readonly pipelines: number;
	/** Bytes of buffers made and not destroyed. */
	readonly bufferBytes: number;
}

export interface GpuLedger {
	/** Totals since the ledger was opened. */
	read(): GpuCounts;
	/** Puts WebGPU's own methods back. */
	close(): void;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Puts counters before the methods of the realm's GPU classes, which `openDawn` or the browser has put there. */
export function openGpuLedger(): GpuLedger {
	const counts = { dispatches: 0, pipelines: 0, bufferBytes: 0 };
	const alive = new WeakMap<object, number>();
	const restore: (() => void)[] = [];
	const watch = (owner: object, name: string, note: (self: unknown, result: unknown) => void) => {
		const methods = owner as Record<string, Method>;
		const original = methods[name];
		if (original === undefined) return;
		methods[name] = function (...args) {
			const result = original.apply(this, args);
			note(this, result);
			return result;
		};
		restore.push(() => (methods[name] = original));
	};
	for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect']) {
		watch(GPUComputePassEncoder.prototype, name, () => counts.dispatches++);
	}
	for (const name of ['createComputePipeline', 'createComputePipelineAsync']) {
		watch(GPUDevice.prototype, name, () => counts.pipelines++);
	}
	watch(GPUDevice.prototype, 'createBuffer', (_, buffer) => {
		const { size } = buffer as GPUBuffer;
		alive.set(buffer as GPUBuffer, size);
		counts.bufferBytes += size;
	});
	watch(GPUBuffer.prototype, 'destroy', (buffer) => {
		counts.bufferBytes -= alive.get(buffer as GPUBuffer) ?? 0;
		alive.delete(buffer as GPUBuffer);
	});
	return { read: () => ({ ...counts }), close: () => restore.forEach((undo) => undo()) };
}
