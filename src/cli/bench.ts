import { Command } from 'commander';
import type { Dawn } from '$lib/engine/dawn';
import type { GpuLedger } from '$lib/engine/gpuLedger';
import type { Contestant } from '$lib/engine/race/contestant';
import type { Conditions, Entry, Row } from '$lib/engine/race/race';
import { contestantsOf, peerNames, type Peer } from './contestants';
import { adapterOption, defaultThreads, nodeEngines, threadLimits, type NodeEngine } from './engine';
import { modelOption, variantNamed } from './network';
import { jsonOption, listOption, numberOption, seedOption, wordsOption } from './options';
import { print, table, type Terminal } from './terminal';

interface Options {
	readonly model: string;
	readonly size?: number;
	readonly engine: readonly NodeEngine[];
	readonly peers: readonly Peer[];
	readonly adapter: 'auto' | 'null';
	readonly batch: readonly number[];
	readonly threads: readonly number[];
	readonly repeats: number;
	readonly seed: number;
	readonly json?: boolean;
}

/** Every contestant on every batch: the same task for everybody. */
async function entriesOf(contestants: readonly Contestant[], options: Options): Promise<Entry[]> {
	const { raceCourse } = await import('$lib/engine/race/course');
	const variant = variantNamed(options.model);
	const imageSize = sizeOf(options);
	return options.batch.flatMap((batch) => {
		const course = raceCourse(variant, { imageSize, batch }, options.seed);
		return contestants.map((contestant) => ({ contestant, course }));
	});
}

/** Image side, pixels. */
const sizeOf = ({ model, size }: Options) => size ?? variantNamed(model).evalSize;

async function bench(options: Options, tell: (sentence: string) => void) {
	const { adapter, model, repeats, engine, peers, threads } = options;
	const contestants = contestantsOf(engine, peers, threads);
	const entries = await entriesOf(contestants, options);
	const dawn = contestants.some(({ usesWebgpu }) => usesWebgpu) ? await openGpu(adapter) : null;
	try {
		const executes = adapter !== 'null';
		const webgpu = executes ? await matmulRate(dawn) : null;
		const { openField } = await import('$lib/engine/race/field');
		const { storeFor } = await import('./tuningFile');
		const { nodeKernels } = await import('$lib/engine/wasm/nodeKernels');
		const gpu = dawn && { ...dawn, tuning: storeFor(adapter) };
		const wasm = await (await import('$lib/engine/wasm/gemmRate')).wasmGemmRate(nodeKernels);
		const field = await openField(contestants, gpu, nodeKernels);
		const ledger = dawn === null ? null : await openLedger();
		const rows = await rowsOf(entries, { field, ledger, repeats, executes }, tell).finally(() => {
			ledger?.close();
			field.close();
		});
		const gemm = { wasm, webgpu };
		return { adapter: await adapterName(dawn, engine), model, size: sizeOf(options), gemm, rows };
	} finally {
		dawn?.close();
	}
}

/** Races to the end; `tell` hears who is ready. */
async function rowsOf(
	entries: readonly Entry[],
	conditions: Conditions,
	tell: (sentence: string) => void
): Promise<Row[]> {
	const { race } = await import('$lib/engine/race/race');
	const rows: Row[] = [];
	for await (const event of race(entries, conditions)) {
		if (event.type === 'turn') rows[event.entry] = event.row;
		if (event.type !== 'ready') continue;
		const { contestant, course } = entries[event.entry]!;
		tell(`${contestant.name}, batch ${course.shape.batch}: ready, ${event.steps} steps a turn`);
	}
	return rows;
}

async function openGpu(adapter: Options['adapter']): Promise<Dawn> {
	return (await import('$lib/engine/dawn')).openDawn({ adapter });
}

async function openLedger(): Promise<GpuLedger> {
	return (await import('$lib/engine/gpuLedger')).openGpuLedger();
}

/** What the driver calls the GPU; in a race without one, what the processor runs. */
async function adapterName(dawn: Dawn | null, engines: readonly NodeEngine[]): Promise<string> {
	const { cpuReport, wasmReport, webgpuReport } = await import('$lib/engine/report');
	if (dawn !== null) return webgpuReport('webgpu', dawn.info, []).adapter;
	return (engines.includes('wasm') ? wasmReport([]) : cpuReport()).adapter;
}

/** GFLOP/s of the GPU, null without one. */
async function matmulRate(dawn: Dawn | null): Promise<number | null> {
	if (dawn === null) return null;
	return (await (await import('$lib/engine/gemmRate')).gemmRate(dawn.device)).gigaflops;
}

/** E.g. `25.1 GFLOP/s on one thread, 1200 on the GPU`. */
function rateText({ wasm, webgpu }: { readonly wasm: number; readonly webgpu: number | null }): string {
	const gpu = webgpu === null ? '' : `, ${webgpu.toPrecision(3)} on the GPU`;
	return `${wasm.toPrecision(3)} GFLOP/s on one thread${gpu}`;
}

const header = [
	'engine',
	'batch',
	'images/s',
	'min',
	'max',
	'host ms',
	'dispatches',
	'pipelines',
	'compile ms'
];

function cells(row: Row): (string | number)[] {
	const { median, min, max } = row.imagesPerSecond ?? { median: '–', min: '–', max: '–' };
	const { dispatches, pipelines, compileMs } = row;
	const counts = [dispatches, pipelines, compileMs === null ? null : Math.round(compileMs)].map(
		(count) => count ?? '–'
	);
	return [row.engine, row.batch, median, min, max, row.hostMs, ...counts];
}

export function benchCommand(terminal: Terminal): Command {
	const size = { min: 8, max: 1024, whole: true, unit: 'pixels' };
	const count = { min: 1, max: 1024, whole: true };
	const [first] = nodeEngines;
	return new Command('bench')
		.description('images/s of a training step (SGD, momentum): engines and peers take turns on one adapter')
		.addOption(modelOption())
		.addOption(numberOption('--size <px>', "image side (default: the variant's evaluation size)", size))
		.addOption(wordsOption('--engine <names>', 'engines, separated by commas', nodeEngines).default([first]))
		.addOption(
			wordsOption('--peers <names>', 'TensorFlow.js and jax-js as their users write it', peerNames).default(
				[]
			)
		)
		.addOption(adapterOption())
		.addOption(listOption('--batch <n,…>', 'images of a step', count).default([8]))
		.addOption(
			listOption('--threads <n,…>', 'of wasm (default: the cores, at most 8)', threadLimits).default([
				defaultThreads
			])
		)
		.addOption(numberOption('--repeats <n>', 'turns of each', count).default(5))
		.addOption(seedOption('seed of weights and images'))
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await bench(options, (sentence) => terminal.err(`${sentence}\n`));
			print(terminal, options.json, result, () => {
				const { adapter, model, size, gemm, rows } = result;
				return `${model} at ${size} px on ${adapter}; plain matmul ${rateText(gemm)}\n${table([header, ...rows.map(cells)])}`;
			});
		});
}
