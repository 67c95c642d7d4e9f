import { Command } from 'commander';
import { availableParallelism } from 'node:os';
import type { GpuLedger } from '$lib/engine/gpuLedger';
import type { Course } from '$lib/engine/peers/racer';
import { buildGraph } from '$lib/model/build';
import { formulaImages } from '$lib/model/formula';
import { initialParameters } from '$lib/model/initialise';
import { contestantsOf, openField, peerNames, type Field, type Peer } from './contestants';
import { adapterOption, nodeEngines, type NodeEngine } from './engine';
import { formulaTargets } from './formulaBatch';
import { modelOption, variantNamed } from './network';
import { jsonOption, listOption, numberOption, seedOption, wordsOption } from './options';
import { race, type Entry, type Row } from './race';
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

/** The same task for everybody, one for each batch. */
function courses({ model, size, batch: batches, seed }: Options): Course[] {
	const variant = variantNamed(model);
	const imageSize = size ?? variant.evalSize;
	const graph = buildGraph(variant);
	const parameters = initialParameters(graph, seed);
	return batches.map((batch) => ({
		graph,
		shape: { imageSize, batch },
		parameters,
		batch: {
			images: formulaImages('input', seed, batch, imageSize),
			targets: formulaTargets('labels', seed, batch, graph.options.classes)
		},
		learningRate: 0.01,
		momentum: 0.9
	}));
}

async function bench(options: Options, tell: (sentence: string) => void) {
	const { adapter, repeats, engine, peers, threads } = options;
	const each = courses(options);
	const contestants = contestantsOf(engine, peers, threads);
	const entries: Entry[] = each.flatMap((course) =>
		contestants.map((contestant) => ({ contestant, course }))
	);
	const field = await openField(contestants, adapter);
	try {
		const executes = adapter !== 'null';
		const webgpu = executes ? await matmulRate(field) : null;
		const ledger = field.device === null ? null : await openLedger();
		const rows = await race(entries, { field, ledger, repeats, executes }, tell).finally(() =>
			ledger?.close()
		);
		return {
			adapter: field.adapter,
			model: options.model,
			size: each[0]?.shape.imageSize ?? 0,
			// The processor's rate is taken by the WASM engine's own kernel.
			gemm: { wasm: null, webgpu },
			rows
		};
	} finally {
		field.close();
	}
}

async function openLedger(): Promise<GpuLedger> {
	return (await import('$lib/engine/gpuLedger')).openGpuLedger();
}

/** GFLOP/s of the field's GPU, null without one. */
async function matmulRate({ device }: Field): Promise<number | null> {
	if (device === null) return null;
	const { gemmRate } = await import('$lib/engine/gemmRate');
	return (await gemmRate(device)).gigaflops;
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
	const counts = [dispatches ?? '–', pipelines ?? '–', Math.round(compileMs)];
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
			listOption('--threads <n,…>', 'of wasm (default: the cores, at most 8)', {
				min: 1,
				max: 64,
				whole: true
			}).default([Math.min(8, availableParallelism())])
		)
		.addOption(numberOption('--repeats <n>', 'turns of each', count).default(5))
		.addOption(seedOption('seed of weights and images'))
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await bench(options, (sentence) => terminal.err(`${sentence}\n`));
			print(terminal, options.json, result, () => {
				const { adapter, model, size, gemm, rows } = result;
				const rate = gemm.webgpu === null ? '' : `; plain matmul ${gemm.webgpu.toPrecision(3)} GFLOP/s`;
				return `${model} at ${size} px on ${adapter}${rate}\n${table([header, ...rows.map(cells)])}`;
			});
		});
}
