import { describe, expect, it } from 'vitest';
import { labJson, labProcess } from '../unit/cli/labRun';

const anyNumber = expect.any(Number) as number;
const spread = { median: anyNumber, min: anyNumber, max: anyNumber };
const small = ['bench', '--model', 'v2-pico', '--size', '8', '--batch', '2', '--repeats', '2'];

describe('lab bench', () => {
	it('races an engine and a peer and says what the adapter could do', async () => {
		const result = await labJson(...small, '--engine', 'tfjs-cpu', '--peers', 'jax-js');
		const common = { batch: 2, threads: null, imagesPerSecond: spread, hostMs: anyNumber };
		expect(result).toEqual({
			adapter: expect.any(String) as string,
			model: 'v2-pico',
			size: 8,
			gemm: { wasm: anyNumber, webgpu: anyNumber },
			rows: [
				{
					...common,
					engine: 'tfjs-cpu',
					dispatches: null,
					pipelines: null,
					compileMs: anyNumber,
					bufferBytes: null
				},
				{
					...common,
					engine: 'jax-js',
					dispatches: anyNumber,
					pipelines: anyNumber,
					compileMs: anyNumber,
					bufferBytes: anyNumber
				}
			]
		});
		const { gemm, rows } = result as { gemm: { webgpu: number }; rows: Record<string, number>[] };
		expect(gemm.webgpu).toBeGreaterThan(0.01);
		expect(rows[1]?.dispatches).toBeGreaterThan(100);
		expect(rows[1]?.bufferBytes).toBeGreaterThan(4 * 53_000);
		for (const { imagesPerSecond } of rows as unknown as { imagesPerSecond: typeof spread }[]) {
			expect(imagesPerSecond.min).toBeGreaterThan(0);
			expect(imagesPerSecond.median).toBeGreaterThanOrEqual(imagesPerSecond.min);
			expect(imagesPerSecond.max).toBeGreaterThanOrEqual(imagesPerSecond.median);
		}
	});

	it("measures the host's share on the null backend, in a process that ends", async () => {
		const line = [...small, '--adapter', 'null', '--engine', 'tfjs-webgpu', '--peers', 'tfjs', '--json'];
		const { exitCode, out, err } = await labProcess(...line);
		expect(exitCode, err).toBe(0);
		const { gemm, rows } = JSON.parse(out) as { gemm: unknown; rows: Record<string, unknown>[] };
		expect(gemm).toEqual({ wasm: anyNumber, webgpu: null });
		expect(rows.map(({ engine }) => engine)).toEqual(['tfjs-webgpu', 'tfjs']);
		for (const row of rows) {
			expect(row.imagesPerSecond).toBeNull();
			expect(row.hostMs).toBeGreaterThan(0);
			expect(row.dispatches).toBeGreaterThan(100);
		}
	});
});
