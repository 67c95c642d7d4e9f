import type { Live } from './live';

const FLOAT_BYTES = 4;
/** Bindings of quads may reach past the last element; 16 bytes would do, the alignment of bindings is 256. */
const GRAIN = 256;

/** Bytes of a buffer of `elements` floats. */
export function bytesOf(elements: number): number {
	return Math.max(GRAIN, Math.ceil((elements * FLOAT_BYTES) / GRAIN) * GRAIN);
}

/** A buffer that kernels read and write and that is copied to and from. Whoever asks for it destroys it. */
export function storage(device: GPUDevice, elements: number, label: string): GPUBuffer {
	const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
	return device.createBuffer({ size: bytesOf(elements), usage, label });
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Maps a staging buffer and copies its first floats. Throws EngineError if the device has failed meanwhile. */
export async function mapped(context: Live, staging: GPUBuffer, elements: number): Promise<Float32Array> {
	return new Float32Array(await mappedBytes(context, staging, elements * FLOAT_BYTES));
}

/** As `mapped`, for other numbers than floats. */
export async function mappedBytes(context: Live, staging: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
	try {
		await staging.mapAsync(GPUMapMode.READ, 0, bytes);
	} catch (cause) {
		// A mapping fails just before the device's promise `lost` is settled.
		await turn();
		throw context.failure() ?? cause;
	}
	const values = staging.getMappedRange(0, bytes).slice(0);
	staging.unmap();
	context.check();
	return values;
}

export function stagingBuffer(device: GPUDevice, elements: number): GPUBuffer {
	const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
	return device.createBuffer({ size: elements * FLOAT_BYTES, usage });
}

/** Reads the first floats of a buffer once all that is queued has been done. */
export async function readBuffer(context: Live, buffer: GPUBuffer, elements: number): Promise<Float32Array> {
	const { device } = context;
	const staging = stagingBuffer(device, elements);
	try {
		const encoder = device.createCommandEncoder();
		encoder.copyBufferToBuffer(buffer, 0, staging, 0, elements * FLOAT_BYTES);
		device.queue.submit([encoder.finish()]);
		return await mapped(context, staging, elements);
	} finally {
		staging.destroy();
	}
}
