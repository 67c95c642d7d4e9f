/** The kernels as a WebAssembly module: which of the two builds this host takes, and what the module offers. */
import { EngineError } from '../executor';
import type { StartThread } from './thread';

/** Where the bytes of two builds come from: a site's assets, or files. */
export interface KernelBuilds {
	readonly relaxed: () => Promise<Uint8Array<ArrayBuffer>>;
	readonly plain: () => Promise<Uint8Array<ArrayBuffer>>;
}

export interface KernelSource extends KernelBuilds {
	/** Where the host's threads can share memory. */
	readonly threads?: ThreadSource;
}

export interface ThreadSource {
	/** Builds whose memory is shared. */
	readonly builds: KernelBuilds;
	/** Threads that an engine takes unless it is told otherwise: the processor's cores, at most 8. */
	readonly most: number;
	readonly start: StartThread;
	/** How long a step waits for a thread of which nothing is heard; 10 s unless told otherwise. */
	readonly patienceMs?: number;
}

export interface CompiledKernels {
	readonly module: WebAssembly.Module;
	/** `relaxed-simd` multiplies and adds in one instruction. */
	readonly build: 'relaxed-simd' | 'simd';
}

/** What assembly/index.ts exports; addresses are bytes of linear memory. */
export interface Kernels {
	/** Runs the encoded calls in [list, end); this thread does share `part` of `parts`. */
	readonly run: (list: number, end: number, scratch: number, part: number, parts: number) => void;
	/**
	 * The same by a team of `parts` threads, the caller the first of them; see team.ts. 0 if a thread was silent for
	 * `patience` tenths of a second, or has given the team up.
	 */
	lead(
		list: number,
		end: number,
		scratch: number,
		stride: number,
		parts: number,
		control: number,
		patience: number
	): number;
	/** What the others of a team do; returns when the team was given up. */
	work(part: number, parts: number, control: number): void;
	/** Gives a team up: what waits in `lead` and `work` returns. */
	abandon(control: number): void;
	/** c [m, n] = a [m, k] · b [k, n]; b is packed to `scratch`, k·⌈n/8⌉·8 floats. */
	readonly gemm: (m: number, k: number, n: number, a: number, b: number, c: number, scratch: number) => void;
}

/** Compiles the faster build that the host takes. Throws EngineError `unavailable` where it takes neither. */
export async function compileKernels({ relaxed, plain }: KernelBuilds): Promise<CompiledKernels> {
	if (typeof WebAssembly === 'undefined') throw new EngineError('unavailable', noSimd);
	for (const [build, bytesOf] of [['relaxed-simd', relaxed] as const, ['simd', plain] as const]) {
		const bytes = await bytesOf();
		if (WebAssembly.validate(bytes)) return { module: await WebAssembly.compile(bytes), build };
	}
	throw new EngineError('unavailable', noSimd);
}

const noSimd =
	'This host has no WebAssembly with SIMD instructions, which the compiled processor engine needs.';

/** An instance on this memory, whose first 64 KiB it takes for itself. */
export async function instantiate(
	{ module }: Pick<CompiledKernels, 'module'>,
	memory: WebAssembly.Memory
): Promise<Kernels> {
	const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
	return exports as unknown as Kernels;
}
