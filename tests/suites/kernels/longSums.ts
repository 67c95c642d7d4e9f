import { expect, test } from 'vitest';
import type { Kernel } from '$lib/engine/plan/kernel';
import type { KernelEngine, Operands } from './suite';

/** As many pixels as the first blocks of EfficientNet-B0 have at 224 px, all of one sign: rounding does not cancel. */
const pixels = 112 ** 2;
const channels = 4;
const image = { batch: 1, pixels, channels };

/** A sum in one go is off by 3e-5. */
const MOST = 2e-6;

const around = (middle: number) =>
	Float32Array.from({ length: pixels * channels }, (_, i) => middle + (((i * 7919) % 1009) - 504) / 4096);

/** What a kernel sums over the pixels of a channel, in double precision. */
function sums(term: (at: number) => number): number[] {
	return Array.from({ length: channels }, (_, channel) => {
		let sum = 0;
		for (let at = channel; at < pixels * channels; at += channels) sum += term(at);
		return sum;
	});
}

/** Where kernels sum over a feature map in one go, digits go: see `spatialMean`. */
export function longSumsSuite(open: () => KernelEngine): void {
	const x = around(0.7);
	const dy = around(0.3);
	test('a mean over many pixels keeps its digits', async () => {
		const wanted = sums((at) => x[at]!).map((sum) => sum / pixels);
		const operands = { x, mean: new Float32Array(channels) };
		await checkWays(open(), { kind: 'spatialMean', ...image }, operands, 'mean', wanted);
	});
	test("a gate's gradient over many pixels keeps its digits", async () => {
		const wanted = sums((at) => x[at]! * dy[at]!).map((sum) => sum / 4);
		const gate = new Float32Array(channels).fill(0.5);
		const operands = { x, dy, gate, dgate: new Float32Array(channels) };
		await checkWays(open(), { kind: 'gateSums', ...image }, operands, 'dgate', wanted);
	});
}

async function checkWays(
	engine: KernelEngine,
	kernel: Kernel,
	operands: Operands,
	output: string,
	wanted: readonly number[]
): Promise<void> {
	const ways = engine.waysOf(kernel);
	expect(ways.length).toBeGreaterThan(0);
	for (const { name, run } of ways) {
		const found = (await run(operands))[output];
		wanted.forEach((value, channel) => {
			expect(Math.abs((found?.[channel] ?? NaN) / value - 1), name).toBeLessThan(MOST);
		});
	}
}
