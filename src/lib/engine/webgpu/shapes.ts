const GRAIN = 16;

/** Uniform buffers for the sizes that shaders read when they run (`Program.shape`): one for each that differs. */
export class Shapes {
	readonly #device: GPUDevice;
	readonly #buffers = new Map<string, GPUBuffer>();

	constructor(device: GPUDevice) {
		this.#device = device;
	}

	of(shape: readonly number[]): GPUBuffer {
		const key = shape.join();
		let buffer = this.#buffers.get(key);
		if (buffer === undefined) {
			const values = Uint32Array.from(shape);
			const size = Math.ceil(values.byteLength / GRAIN) * GRAIN;
			const usage = GPUBufferUsage.UNIFORM;
			buffer = this.#device.createBuffer({ size, usage, mappedAtCreation: true, label: 'shape' });
			new Uint32Array(buffer.getMappedRange(0, size)).set(values);
			buffer.unmap();
			this.#buffers.set(key, buffer);
		}
		return buffer;
	}

	dispose(): void {
		for (const buffer of this.#buffers.values()) buffer.destroy();
		this.#buffers.clear();
	}
}
