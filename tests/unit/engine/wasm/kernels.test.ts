import { expect, test } from 'vitest';
import type { Kernel } from '$lib/engine/plan/kernel';
import { encodeCall } from '$lib/engine/wasm/encode';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { scratchBytes } from '$lib/engine/wasm/scratch';
import { kernelSuite, type Operands, type Way } from '../../../suites/kernels/suite';

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

kernelSuite(() => ({
	waysOf: (kernel) =>
		binaries.flatMap(({ name, module }) =>
			[1, 3].map((parts): Way => ({
				name: `${name} in ${parts} shares`,
				run: (operands) => Promise.resolve(run(module, kernel, operands, parts))
			}))
		)
}));

/** As many pixels as the first blocks of EfficientNet-B0 have at 224 px, all of one sign: rounding does not cancel. */
const pixels = 112 ** 2;
const channels = 4;
const around = (middle: number) =>
	Float32Array.from({ length: pixels * channels }, (_, i) => middle + (((i * 7919) % 1009) - 504) / 4096);

test.each(binaries)('$name: sums over many pixels keep their digits', ({ module }) => {
	const x = around(0.7);
	const image = { batch: 1, pixels, channels };
	const mean = new Float32Array(channels);
	const means = run(module, { kind: 'spatialMean', ...image }, { x, mean }, 1).mean;
	const dy = around(0.3);
	const gate = new Float32Array(channels).fill(0.5);
	const dgate = new Float32Array(channels);
	const sums = run(module, { kind: 'gateSums', ...image }, { x, dy, gate, dgate }, 1).dgate;
	for (let c = 0; c < channels; c++) {
		let [sum, products] = [0, 0];
		for (let at = c; at < x.length; at += channels) {
			sum += x[at]!;
			products += x[at]! * dy[at]!;
		}
		expect(Math.abs(means![c]! / (sum / pixels) - 1)).toBeLessThan(2e-6);
		expect(Math.abs(sums![c]! / (products / 4) - 1)).toBeLessThan(2e-6);
	}
});
