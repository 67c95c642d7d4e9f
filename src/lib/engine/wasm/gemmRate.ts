/** The processor's own plain float32 matrix product, by the kernels' GEMM on one thread: the yardstick of a step. */
import { EngineError } from '../executor';
import { Heap } from './heap';
import { compileKernels, instantiate, type KernelSource } from './module';

const SIDE = 512;
const PASSES = 8;
const BYTES = 4 * SIDE * SIDE;

/** GFLOP/s of the quickest of a few products of side 512. Throws EngineError for a wrong product. */
export async function wasmGemmRate(source: KernelSource): Promise<number> {
	const heap = new Heap();
	const { gemm } = await instantiate(await compileKernels(source), heap.memory);
	const [a, b, c, scratch] = [1, 2, 3, 4].map(() => heap.allocate(BYTES)) as [number, number, number, number];
	// Whole numbers below 2²⁴: a right product is right to the last bit.
	const left = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 7) - (Math.floor(i / SIDE) % 5));
	const right = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 3) - (Math.floor(i / SIDE) % 4));
	heap.write(a, left);
	heap.write(b, right);
	let best = Infinity;
	for (let pass = 0; pass <= PASSES; pass++) {
		const start = performance.now();
		gemm(SIDE, SIDE, SIDE, a, b, c, scratch);
		// The first one is still being compiled.
		if (pass > 0) best = Math.min(best, performance.now() - start);
	}
	check(heap.read(c, SIDE * SIDE), left, right);
	return (2 * SIDE ** 3) / best / 1e6;
}

/** Compares a row and a column of the product with those computed here. */
function check(product: Float32Array, left: Float32Array, right: Float32Array): void {
	for (let at = 0; at < 2 * SIDE; at++) {
		const [row, column] = at < SIDE ? [SIDE - 3, at] : [at - SIDE, 5];
		let sum = 0;
		for (let k = 0; k < SIDE; k++) sum += left[row * SIDE + k]! * right[k * SIDE + column]!;
		if (product[row * SIDE + column] === sum) continue;
		throw new EngineError('unavailable', 'The matrix product of the processor came out wrong here.');
	}
}
