import type { Kernel } from '$lib/engine/plan/kernel';
import { encodeCall } from '$lib/engine/wasm/encode';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { scratchBytes } from '$lib/engine/wasm/scratch';
import { longSumsSuite } from '../../../suites/kernels/longSums';
import { kernelSuite, type KernelEngine, type Operands, type Way } from '../../../suites/kernels/suite';

interface Module {
	run(list: number, end: number, scratch: number, part: number, parts: number): void;
}

const HEAP = 65_536;
const PAGE = 65_536;

/** Node 20 takes the second one because `nodeKernels` has set a flag; one that is refused fails here. */
const binaries = await Promise.all(
	(['plain', 'relaxed'] as const).map(async (name) => ({
		name,
		module: await WebAssembly.compile(await nodeKernels[name]())
	}))
);

/** Runs a kernel in a memory of its own, in so many shares one after the other, as threads would. */
function run(module: WebAssembly.Module, kernel: Kernel, operands: Operands, parts: number): Operands {
	const addresses = new Map<string, number>();
	let end = HEAP;
	for (const [name, values] of Object.entries(operands)) {
		addresses.set(name, end);
		end += Math.ceil(values.byteLength / 64) * 64;
	}
	const words = encodeCall(kernel, (name) => {
		const address = addresses.get(name);
		if (address === undefined) throw new RangeError(`${kernel.kind} wants an operand "${name}".`);
		return address;
	});
	const list = end;
	const scratch = Math.ceil((list + 4 * words.length) / 64) * 64;
	const bytes = scratchBytes(kernel);
	const memory = new WebAssembly.Memory({ initial: Math.ceil((scratch + bytes + 64) / PAGE) });
	const { exports } = new WebAssembly.Instance(module, { env: { memory } });
	for (const [name, values] of Object.entries(operands)) {
		new Float32Array(memory.buffer, addresses.get(name), values.length).set(values);
	}
	new Int32Array(memory.buffer, list, words.length).set(words);
	// What scratch holds must not matter, and nothing may be written behind it.
	new Float32Array(memory.buffer, scratch, bytes / 4 + 16).fill(NaN);
	for (let at = list; at < list + 4 * words.length;) {
		const next = at + 4 * (new Int32Array(memory.buffer, at + 4, 1)[0] ?? NaN);
		for (let part = 0; part < parts; part++) {
			(exports as unknown as Module).run(at, next, scratch, part, parts);
		}
		at = next;
	}
	const behind = new Float32Array(memory.buffer, scratch + bytes, 16);
	if (!behind.every(Number.isNaN)) throw new Error(`${kernel.kind} wrote behind its scratch memory.`);
	const after = Object.entries(operands).map(([name, values]) => {
		const found = new Float32Array(memory.buffer, addresses.get(name), values.length);
		return { name, found, changed: !sameBits(found, values) };
	});
	return Object.fromEntries(after.filter(({ changed }) => changed).map(({ name, found }) => [name, found]));
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
	return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
		Buffer.from(b.buffer, b.byteOffset, b.byteLength)
	);
}

const open = (): KernelEngine => ({
	waysOf: (kernel) =>
		binaries.flatMap(({ name, module }) =>
			[1, 3].map((parts): Way => ({
				name: `${name} in ${parts} shares`,
				run: (operands) => Promise.resolve(run(module, kernel, operands, parts))
			}))
		)
});

kernelSuite(open);
longSumsSuite(open);
