import * as v from 'valibot';
import { expect, test } from 'vitest';
import { bottlenecksSchema, partTables } from '$lib/labs/bottlenecks/document';
import { lab, labJson } from './labRun';

const small = [
	...['--model', 'v2-pico', '--against', 'v2-nano', '--engine', 'wasm', '--threads', 1],
	...['--sizes', '16,24', '--size', 16, '--memory', 16, '--batch', 2, '--repeats', 2]
] as const;

/** A CSV of the measurement read back by rules of its own: no cell of it holds a comma but in quotes. */
function read(csv: string): Record<string, string>[] {
	const lines = csv.trimEnd().split('\n').map(cells);
	const [header, ...rows] = lines as [string[], ...string[][]];
	return rows.map((row) => {
		expect(row).toHaveLength(header.length);
		return Object.fromEntries(header.map((name, at) => [name, row[at]!]));
	});
}

function cells(line: string): string[] {
	return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)]
		.map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
		.slice(0, line.endsWith(',') ? undefined : -1);
}

test('lab bottlenecks prints all three measurements as the page exports them', async () => {
	const printed = await labJson('bottlenecks', ...small);
	const document = v.parse(bottlenecksSchema, printed);
	const { size, depthwise, scaling } = document;
	expect(document.browser).toBe('lab');
	for (const part of [size, depthwise, scaling]) {
		expect(part).toMatchObject({ complete: true, turns: 2, repeats: 2, model: 'v2-pico', batch: 2 });
		expect(part!.device).toMatchObject({ engine: 'wasm', adapter: 'CPU, WebAssembly', threads: 1 });
	}
	expect(size).toMatchObject({ sizes: [16, 24], memory: 16 });
	expect(size!.rows).toHaveLength(4);
	expect(depthwise!.rows).toHaveLength(5 * 3 * 2);
	expect(scaling).toMatchObject({ size: 16, against: 'v2-nano' });
	expect(scaling!.steps.map(({ model, deeper }) => `${model} ${deeper}`)).toEqual([
		...['v2-pico false', 'v2-pico true', 'v2-nano false', 'v2-nano true']
	]);

	// The same rows again as CSV, counted anew.
	const sizes = read(partTables('size', document)['image-size']!);
	expect(sizes.map((row) => [Number(row.size), row.kind, Number(row.batch)])).toEqual(
		size!.rows.map((row) => [row.size, row.kind, row.batch])
	);
	for (const row of sizes) {
		expect((1000 * (Number(row.batch) / Number(row.stepMs))) / Number(row.imagesPerSecond)).toBeCloseTo(1, 0);
	}
	for (const row of read(partTables('depthwise', document).convolutions!)) {
		expect(Number(row.nsPerMac)).toBeCloseTo((1e6 * Number(row.ms)) / Number(row.macs), 9);
		expect(Number(row.low)).toBeLessThanOrEqual(Number(row.high));
	}
	const stages = read(partTables('depthwise', document).stages!);
	expect(Number(stages[0]!.ratio)).toBeCloseTo(Number(stages[0]!.mbconvMs) / Number(stages[0]!.fusedMs), 9);
	expect(Object.keys(stages[0]!)).toEqual(expect.arrayContaining(['mbconvLow', 'fusedHigh']));
	const added = read(partTables('scaling', document)['one-more-layer']!);
	expect(added).toHaveLength(scaling!.added.length);
	expect(added.map((row) => Number(row.params))).toEqual(scaling!.added.map(({ params }) => params));
});

test('lab bottlenecks measures the parts that were asked for, and prints tables', async () => {
	const { exitCode, out, err } = await lab('bottlenecks', ...small, '--part', 'size,scaling');
	expect(exitCode).toBe(0);
	expect(err).toContain('size: 2 of 2 turns');
	expect(err).toContain('scaling: compiles v2-nano+1');
	expect(out).toMatch(/^Image size and batch: v2-pico in 16 MiB on CPU, WebAssembly/);
	expect(out).toContain('v2-nano with one more layer a stage: ');
	expect(out).not.toContain('Nanoseconds');
});

test.each([
	[['--model', 'v3'], 'There is no model "v3"; "lab variants" lists those that there are.'],
	[['--against', 'b9'], 'There is no model "b9"; "lab variants" lists those that there are.'],
	[
		['--against', 'efficientnet-b0'],
		'--against takes another network than --model, not "efficientnet-b0" again.'
	],
	[['--sizes', '32,4'], '--sizes takes a whole number from 8 to 1024 (pixels), not "4".'],
	[['--memory', '1'], '--memory takes a whole number from 16 to 65536 (MiB), not "1".'],
	[['--part', 'sizes'], '--part takes size, depthwise, scaling; "sizes" is none of them.'],
	[['--adapter', 'null'], 'The null adapter executes nothing, so there is no time to measure on it.'],
	[['--engine', 'tfjs-cpu'], 'The engine tfjs-cpu does not time its kernels one by one; webgpu and wasm do.']
] as const)('lab bottlenecks %j ends with 2 and one sentence', async (args, sentence) => {
	const outcome = await lab('bottlenecks', ...args);
	expect(outcome).toEqual({ exitCode: 2, out: '', err: `${sentence}\n` });
});

test('lab bottlenecks refuses sizes that do not fit by name', async () => {
	const large = ['--sizes', '16,1024', '--part', 'size', '--json'];
	const { exitCode, out, err } = await lab('bottlenecks', ...small, ...large);
	expect([exitCode, out]).toEqual([2, '']);
	expect(err.trim().split('\n').at(-1)).toMatch(
		/^One image of 1024 px does not fit into 16 MiB .*; the largest size that fits is \d+ px\.$/
	);
});
