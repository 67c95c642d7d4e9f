import { expect, test } from 'vitest';
import { findVariant } from '$lib/model/variants';
import { lab, labJson } from './labRun';

const anyNumber = expect.any(Number) as number;
const small = ['--model', 'v2-pico', '--size', 16, '--batch', 2, '--engine', 'wasm', '--threads', 1] as const;

interface Result {
	readonly adapter: string;
	readonly steps: readonly object[];
	readonly rows: readonly Readonly<Record<string, unknown>>[];
}

interface Table3 {
	readonly rows: readonly {
		readonly lastFusedStage: number | null;
		readonly stepMs: number;
		readonly imagesPerSecond: number;
		readonly ratio: number;
	}[];
	readonly cited: { readonly rows: readonly object[] };
}

test('lab blocks prints a row for each stage and kind of block', async () => {
	const result = (await labJson('blocks', ...small, '--repeats', 2)) as Result;
	expect(result).toMatchObject({
		...{ adapter: 'CPU, WebAssembly', engine: 'wasm', model: 'v2-pico', size: 16, batch: 2, repeats: 2 },
		roof: { gigaflops: anyNumber, gigabytes: anyNumber }
	});
	const { stages } = findVariant('v2-pico')!;
	const sides = [16, 16, 8, 4, 4];
	const expected = stages.flatMap(({ in: entering, out, expandRatio, stride }, index) =>
		['mbconv', 'fused_mbconv'].map((op) => ({
			...{ stage: index + 1, op, in: entering, out, expand: expandRatio, stride },
			...{ size: sides[index], batch: 2 }
		}))
	);
	expect(result.rows).toHaveLength(expected.length);
	for (const [at, row] of result.rows.entries()) {
		expect(row).toMatchObject(expected[at]!);
		for (const name of ['forwardMs', 'backwardMs', 'stepMs', 'macs', 'bytes', 'params']) {
			expect(row[name], name).toBeGreaterThan(0);
		}
	}
	expect(result.steps).toMatchObject(['mbconv', 'fused_mbconv'].map((op) => ({ op, ratio: anyNumber })));
});

test('lab blocks tells on standard error how far it is, and prints a table', async () => {
	const { exitCode, out, err } = await lab('blocks', ...small, '--repeats', 1);
	expect(exitCode).toBe(0);
	expect(err.trim().split('\n')).toEqual([
		'every block mbconv: compiles',
		'every block fused_mbconv: compiles',
		'1 of 1 turns of each'
	]);
	expect(out).toMatch(/^v2-pico at 16 px, batch 2, on CPU, WebAssembly; plain matmul [\d.]+ GFLOP\/s/);
	expect(out.match(/ fused_mbconv /g)).toHaveLength(5);
});

test.each([
	[['--model', 'v3'], 2, 'There is no model "v3"; "lab variants" lists those that there are.'],
	[['--size', '4'], 2, '--size takes a whole number from 8 to 1024 (pixels), not "4".'],
	[['--repeats', '0'], 2, '--repeats takes a whole number from 1 to 1024, not "0".'],
	[['--adapter', 'null'], 2, 'The null adapter executes nothing, so there is no time to measure on it.'],
	[['--table3', 'b5'], 2, '--table3 takes b4, nano; "b5" is none of them.'],
	[
		['--engine', 'tfjs-cpu'],
		2,
		'The engine tfjs-cpu does not time its kernels one by one; webgpu and wasm do.'
	],
	[
		['--model', 'efficientnetv2-s', '--size', '1024', '--batch', '64', '--engine', 'wasm'],
		1,
		/does not fit into/
	]
] as const)('lab blocks %j ends with %i and one sentence', async (args, exitCode, sentence) => {
	const outcome = await lab('blocks', ...args);
	expect(outcome).toMatchObject({ exitCode, out: '' });
	const last = outcome.err.trim().split('\n').at(-1);
	expect(last).toMatch(sentence);
});

test('lab blocks --table3 trains B4 with none, some and all stages fused, cut to the limits', async () => {
	const result = (await labJson(
		...['blocks', '--table3', '--engine', 'wasm', '--threads', 2],
		...['--longest-step', 5, '--repeats', 1]
	)) as Table3;
	expect(result).toMatchObject({
		...{ engine: 'wasm', network: 'b4', repeats: 1 },
		limits: { stepMs: 5, bytes: 1536 * 2 ** 20 },
		scale: { width: 0.25, imageSize: 32, batch: 4 }
	});
	expect(result.rows.map(({ lastFusedStage }) => lastFusedStage)).toEqual([null, 3, 5, 7]);
	for (const { stepMs, imagesPerSecond, ratio } of result.rows) {
		expect(stepMs).toBeGreaterThan(0);
		expect(imagesPerSecond).toBeCloseTo(4000 / stepMs, 6);
		expect(ratio).toBeGreaterThan(0);
	}
	expect(result.cited.rows[1]).toEqual({ lastFusedStage: 3, tpu: 362 / 262, v100: 216 / 155 });
}, 60_000);

test('lab blocks --table3 nano prints a table without the paper’s columns', async () => {
	const { exitCode, out } = await lab('blocks', '--table3', 'nano', '--engine', 'wasm', '--repeats', 1);
	expect(exitCode).toBe(0);
	expect(out).toMatch(/v2-nano and its twins, 32 px, batch 32/);
	expect(out).toMatch(/^stages 1 to 4 fused +601,210/m);
	expect(out).not.toContain('cited');
});
