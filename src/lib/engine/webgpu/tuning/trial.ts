/** One kernel with several tiles on buffers of its own: which are right, and which is the fastest. */
import type { Kernel } from '../../plan/kernel';
import { bytesOf, readBuffer, storage } from '../buffers';
import type { LiveCompiler } from '../live';
import type { Binding, Program } from '../kernels/source';
import type { Compiled } from '../pipelines';
import { Shapes } from '../shapes';
import type { Tile } from '../tile';

/** Of a tile: milliseconds of one dispatch. */
export interface Timing {
	readonly tile: Tile;
	readonly ms: number;
}

const ROUNDS = 3;
/** Dispatches are repeated until a measurement takes so long, or so many were made. */
const LEAST_MS = 3;
const MOST_REPEATS = 256;
/** A kernel with larger operands is not tried: the trial would need them a second time. */
const MOST_BYTES = 2 ** 26;
/** Values of an output that are compared. */
const MOST_COMPARED = 2 ** 18;
/** Of the largest value: other tiles add up in another order. */
const TOLERANCE = 1e-4;
/** A prime, so that no row of an operand equals the next. */
const PATTERN = 65_521;

/**
 * Times those of `tiles` that compile and whose results agree with `plain`'s, fastest first; empty where the operands are
 * too large. `expired` is asked before each compilation.
 */
export async function tryTiles(
	context: LiveCompiler,
	kernel: Kernel,
	plain: Tile,
	tiles: readonly Tile[],
	expired: () => boolean
): Promise<Timing[]> {
	const reference = await context.pipelines.get(kernel, plain);
	if (reference.program.bindings.reduce((sum, { elements }) => sum + 4 * elements, 0) > MOST_BYTES) return [];
	const bench = new Bench(context, reference.program);
	try {
		const expected = await bench.results(reference);
		const right: { tile: Tile; compiled: Compiled; ms: number }[] = [];
		for (const tile of tiles) {
			if (expired()) break;
			const compiled = await context.pipelines.get(kernel, tile).catch(refused);
			if (compiled === null || !agree(expected, await bench.results(compiled))) continue;
			right.push({ tile, compiled, ms: Infinity });
		}
		for (let round = 0; round < ROUNDS; round++) {
			for (const entry of right) entry.ms = Math.min(entry.ms, await bench.ms(entry.compiled));
		}
		return right.map(({ tile, ms }) => ({ tile, ms })).sort((a, b) => a.ms - b.ms);
	} finally {
		bench.dispose();
	}
}

/** A tile that the device does not compile is no candidate. */
function refused(cause: unknown): null {
	if (cause instanceof GPUPipelineError) return null;
	throw cause;
}

/** Operands of one kernel: noise where it reads. */
class Bench {
	readonly #context: LiveCompiler;
	readonly #buffers: ReadonlyMap<string, GPUBuffer>;
	readonly #shapes: Shapes;
	#repeats = 1;

	constructor(context: LiveCompiler, { bindings }: Program) {
		this.#context = context;
		this.#shapes = new Shapes(context.device);
		this.#buffers = new Map(bindings.map((binding) => [binding.name, operand(context.device, binding)]));
	}

	/** What the kernel writes, each operand's first values. */
	async results(compiled: Compiled): Promise<Float32Array[]> {
		const written = compiled.program.bindings.filter(({ access }) => access === 'read_write');
		this.#submit(compiled, 1, written);
		return Promise.all(
			written.map(({ name, elements }) =>
				readBuffer(this.#context, this.#buffer(name), Math.min(elements, MOST_COMPARED))
			)
		);
	}

	/** Milliseconds of one dispatch. */
	async ms(compiled: Compiled): Promise<number> {
		for (;;) {
			const start = performance.now();
			this.#submit(compiled, this.#repeats);
			await this.#context.device.queue.onSubmittedWorkDone();
			const ms = performance.now() - start;
			if (ms >= LEAST_MS || this.#repeats >= MOST_REPEATS) return ms / this.#repeats;
			this.#repeats *= 4;
		}
	}

	dispose(): void {
		for (const buffer of this.#buffers.values()) buffer.destroy();
		this.#shapes.dispose();
	}

	/** `cleared` first: a tile that writes nothing must not pass for the one before it. */
	#submit({ program, pipeline, bind }: Compiled, times: number, cleared: readonly Binding[] = []): void {
		const { device } = this.#context;
		const bindGroup = bind((name) => ({ buffer: this.#buffer(name) }), this.#shapes);
		const encoder = device.createCommandEncoder();
		for (const { name } of cleared) encoder.clearBuffer(this.#buffer(name));
		const pass = encoder.beginComputePass();
		pass.setPipeline(pipeline);
		pass.setBindGroup(0, bindGroup);
		for (let i = 0; i < times; i++) pass.dispatchWorkgroups(...program.workgroups);
		pass.end();
		device.queue.submit([encoder.finish()]);
	}

	#buffer(name: string): GPUBuffer {
		const buffer = this.#buffers.get(name);
		if (buffer === undefined) throw new RangeError(`The kernel has no operand "${name}".`);
		return buffer;
	}
}

/** Values between -1 and 1 without pattern that a tile could share. */
const pattern = Float32Array.from({ length: PATTERN }, (_, i) => Math.sin(12.9898 * i * i + 78.233 * i));

function operand(device: GPUDevice, { name, access, elements }: Binding): GPUBuffer {
	const buffer = storage(device, elements, `trial ${name}`);
	if (access === 'read_write') return buffer;
	for (let at = 0; at < elements; at += PATTERN) {
		const count = Math.min(PATTERN, elements - at, bytesOf(elements) / 4 - at);
		device.queue.writeBuffer(buffer, 4 * at, pattern, 0, count);
	}
	return buffer;
}

function agree(expected: readonly Float32Array[], found: readonly Float32Array[]): boolean {
	return expected.every((values, at) => {
		const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
		const other = found[at];
		// A comparison with a number that is none is false.
		return values.every((value, i) => Math.abs(value - (other?.[i] ?? NaN)) <= TOLERANCE * largest);
	});
}
