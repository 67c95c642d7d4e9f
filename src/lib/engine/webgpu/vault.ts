import { EngineError } from '../executor';
import { outOfMemory } from '../watch';
import type { Context } from './context';

/** Copies of some buffers on the device. */
export class Vault {
	readonly #kept: readonly GPUBuffer[];
	readonly #copies: readonly GPUBuffer[];

	private constructor(kept: readonly GPUBuffer[], copies: readonly GPUBuffer[]) {
		this.#kept = kept;
		this.#copies = copies;
	}

	/** Throws EngineError if the device has no room for the copies; the run can go on then. */
	static async of({ device }: Context, kept: readonly GPUBuffer[]): Promise<Vault> {
		device.pushErrorScope('out-of-memory');
		const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
		const vault = new Vault(
			kept,
			kept.map(({ size }) => device.createBuffer({ size, usage, label: 'kept' }))
		);
		if ((await device.popErrorScope()) === null) return vault;
		vault.dispose();
		throw new EngineError('out-of-memory', outOfMemory);
	}

	store(encoder: GPUCommandEncoder): void {
		this.#copy(encoder, this.#kept, this.#copies);
	}

	restore(encoder: GPUCommandEncoder): void {
		this.#copy(encoder, this.#copies, this.#kept);
	}

	dispose(): void {
		for (const copy of this.#copies) copy.destroy();
	}

	#copy(encoder: GPUCommandEncoder, from: readonly GPUBuffer[], to: readonly GPUBuffer[]): void {
		for (const [at, source] of from.entries()) {
			const target = to[at];
			if (target) encoder.copyBufferToBuffer(source, 0, target, 0, source.size);
		}
	}
}
