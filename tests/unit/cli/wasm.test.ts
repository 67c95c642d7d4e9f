import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultThreads } from '../../../src/cli/engine';
import { lab, labJson, labProcess, photosFolder } from './labRun';

const anyNumber = expect.any(Number) as number;
const small = ['--model', 'v2-pico', '--size', '8', '--batch', '2', '--engine', 'wasm'];

/** Numbers of one row of `bench`, and what it was measured on. */
interface Bench {
	readonly gemm: { readonly wasm: number };
	readonly rows: readonly { readonly imagesPerSecond: { readonly median: number } }[];
}

test('lab bench --engine wasm measures the engine and the processor', async () => {
	const result = await labJson('bench', ...small, '--repeats', 2);
	const spread = { median: anyNumber, min: anyNumber, max: anyNumber };
	expect(result).toEqual({
		adapter: 'CPU, WebAssembly',
		model: 'v2-pico',
		size: 8,
		gemm: { wasm: anyNumber, webgpu: null },
		rows: [
			{
				engine: 'wasm',
				batch: 2,
				threads: defaultThreads,
				imagesPerSecond: spread,
				hostMs: anyNumber,
				dispatches: anyNumber,
				pipelines: null,
				compileMs: anyNumber,
				bufferBytes: anyNumber
			}
		]
	});
	const { gemm, rows } = result as Bench;
	expect(gemm.wasm).toBeGreaterThan(0.5);
	expect(rows[0]?.imagesPerSecond.median).toBeGreaterThan(1);
});

test.each([
	['a training step', [], ['forward', 'loss', 'backward', 'update']],
	['an evaluation', ['--forward'], ['forward']]
])('lab profile --engine wasm prints %s', async (_, flags, passes) => {
	const result = (await labJson('profile', ...small, '--repeats', 1, ...flags)) as {
		readonly adapter: string;
		readonly dispatches: readonly { readonly pass: string; readonly ns: number }[];
	};
	expect(result.adapter).toMatch(/^CPU, WebAssembly/);
	expect([...new Set(result.dispatches.map(({ pass }) => pass))]).toEqual(passes);
	for (const { ns } of result.dispatches) expect(ns).toBeGreaterThanOrEqual(0);
	expect(result.dispatches.reduce((sum, { ns }) => sum + ns, 0)).toBeGreaterThan(0);
});

test.each([
	[1, 'CPU, WebAssembly', 'CPU, WebAssembly, one thread'],
	[3, 'CPU, WebAssembly, 3 threads', 'CPU, WebAssembly, 3 threads']
])('lab profile on %i threads says so, and what all calls took together', async (threads, adapter, place) => {
	const command = ['profile', ...small, '--repeats', '1', '--threads', threads] as const;
	const total =
		/^In all [\d.]+ ms for [\d.]+ GFLOP: [\d.]+ GFLOP\/s, \d+ % of a plain matrix product on one thread \([\d.]+ GFLOP\/s\)\.$/;
	const text = await lab(...command);
	expect(text).toMatchObject({ exitCode: 0, err: '' });
	const [heading, sentence] = text.out.split('\n');
	expect(heading).toBe(`v2-pico at 8 px, batch 2, a training step on ${place}`);
	expect(sentence).toMatch(total);
	const { out, err } = await lab(...command, '--json');
	expect(err.trim()).toMatch(total);
	const { dispatches, ...rest } = JSON.parse(out) as {
		readonly dispatches: readonly { readonly ns: number }[];
	};
	expect(rest).toEqual({ adapter, model: 'v2-pico', size: 8, batch: 2 });
	for (const { ns } of dispatches) expect(ns).toBeGreaterThanOrEqual(0);
	expect(dispatches.reduce((sum, { ns }) => sum + ns, 0)).toBeGreaterThan(0);
});

test('lab train --engine wasm trains in a process of its own, to the same loss in this one', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'lab-wasm-'));
	const data = ['--data', photosFolder, '--limit-train', '12', '--limit-test', '6', '--batch', '4'];
	const run = ['train', '--model', 'v2-pico', ...data, '--sizes', '8,9', '--epochs', '2', '--engine', 'wasm'];
	const { exitCode, out, err } = await labProcess(...run, '--out', join(folder, 'run'), '--json');
	expect(exitCode, err).toBe(0);
	const result: unknown = JSON.parse(out);
	const adapter = expect.stringMatching(/^CPU, WebAssembly/) as string;
	expect(result).toMatchObject({ steps: 6, engine: 'wasm', adapter });
	const again = await labJson(...run, '--out', join(folder, 'again'));
	expect(again).toMatchObject({ loss: (result as { loss: number }).loss });
	rmSync(folder, { recursive: true });
});
