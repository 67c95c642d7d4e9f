import { Command } from 'commander';
import type { Engine } from '$lib/engine/engine';
import type { BlockEvent, BlockTask } from '$lib/labs/blocks/measure';
import type { BlockRow, StepRow } from '$lib/labs/blocks/rows';
import type { FusedFamily } from '$lib/model/fusedStages';
import { openEngineOf, withEngine, type EngineOptions } from './engine';
import { InputError } from './failure';
import { modelOption, variantNamed } from './network';
import { jsonOption, numberOption } from './options';
import { roofOf } from './roof';
import { table3, table3Limits, table3Option, table3Text } from './table3';
import { print, table, type Terminal, threeDigits } from './terminal';

interface Options extends EngineOptions {
	readonly model: string;
	readonly size?: number;
	readonly batch: number;
	readonly repeats: number;
	readonly json?: boolean;
	readonly table3?: FusedFamily;
	readonly longestStep: number;
	readonly memory: number;
}

/** Throws InputError for what cannot be measured on. */
function checkEngine({ adapter, engine }: EngineOptions): void {
	if (adapter === 'null') {
		throw new InputError('The null adapter executes nothing, so there is no time to measure on it.');
	}
	if (engine.startsWith('tfjs')) {
		throw new InputError(`The engine ${engine} does not time its kernels one by one; webgpu and wasm do.`);
	}
}

async function blocks(options: Options, tell: (sentence: string) => void) {
	const { model, batch, repeats } = options;
	const variant = variantNamed(model);
	const imageSize = options.size ?? variant.evalSize;
	const { blockRows, ratioRows, stepRows } = await import('$lib/labs/blocks/rows');
	const engine = await openEngineOf(options);
	try {
		const { figures, ratios, drift } = await measured(engine, { variant, imageSize, batch, repeats }, tell);
		const { engine: name, adapter, software } = engine.device;
		const both = { engine: name, figures };
		return {
			adapter,
			engine: name,
			software,
			model,
			size: imageSize,
			batch,
			repeats,
			roof: await roofOf(engine, options.threads),
			steps: stepRows(both),
			rows: blockRows(variant, { imageSize, batch }, both),
			ratios: ratioRows(name, ratios),
			drift
		};
	} finally {
		engine.close();
	}
}

type Turns = Extract<BlockEvent, { type: 'repeat' }>;

/** Measures to the end; `tell` hears how far it is. */
async function measured(
	engine: Engine,
	task: BlockTask,
	tell: (sentence: string) => void
): Promise<Pick<Turns, 'figures' | 'ratios' | 'drift'>> {
	const { measureBlocks } = await import('$lib/labs/blocks/measure');
	let said: Pick<Turns, 'figures' | 'ratios' | 'drift'> = { figures: [], ratios: [], drift: 0 };
	for await (const event of measureBlocks(engine, task)) {
		if (event.type === 'preparing') tell(`every block ${event.op}: compiles`);
		else {
			said = event;
			tell(`${event.done} of ${task.repeats} turns of each`);
		}
	}
	return said;
}

const header = [
	'stage',
	'op',
	'in',
	'out',
	'size',
	'forward ms',
	'backward ms',
	'step ms',
	'MMAC',
	'MB',
	'params'
];

function cells(row: BlockRow): (string | number)[] {
	const { stage, op, forwardMs, backwardMs, stepMs, macs, bytes, params } = row;
	const times = [forwardMs, backwardMs, stepMs].map(threeDigits);
	return [
		stage,
		op,
		row.in,
		row.out,
		row.size,
		...times,
		threeDigits(macs / 1e6),
		threeDigits(bytes / 1e6),
		params
	];
}

function stepText({ op, sumMs, stepMs, ratio }: StepRow): string {
	return `Every block ${op}: all parts add up to ${threeDigits(sumMs)} ms, a step as a whole takes ${threeDigits(stepMs)} ms (${threeDigits(ratio)}).`;
}

export function blocksCommand(terminal: Terminal): Command {
	const size = { min: 8, max: 1024, whole: true, unit: 'pixels' };
	const count = { min: 1, max: 1024, whole: true };
	return withEngine(new Command('blocks'))
		.description('MBConv against Fused-MBConv at the sizes of each stage: forward, backward, whole step')
		.addOption(modelOption())
		.addOption(numberOption('--size <px>', "image side (default: the variant's evaluation size)", size))
		.addOption(numberOption('--batch <n>', 'images of a step', count).default(8))
		.addOption(numberOption('--repeats <n>', 'turns of each kind', count).default(11))
		.addOption(table3Option())
		.addOption(
			numberOption('--longest-step <ms>', 'of --table3, as expected', table3Limits.stepMs).default(500)
		)
		.addOption(
			numberOption('--memory <MiB>', 'of --table3, all networks together', table3Limits.mib).default(1536)
		)
		.addOption(jsonOption())
		.action(async (options: Options) => {
			checkEngine(options);
			const tell = (sentence: string) => terminal.err(`${sentence}\n`);
			if (options.table3 !== undefined) {
				const measured = await table3({ ...options, family: options.table3 }, tell);
				print(terminal, options.json, measured, () => table3Text(measured));
				return;
			}
			const result = await blocks(options, tell);
			print(terminal, options.json, result, () => {
				const { adapter, model, size: side, batch, roof, steps, rows } = result;
				const { gigaflops, gigabytes } = roof;
				const best = `plain matmul ${threeDigits(gigaflops)} GFLOP/s, memory ${threeDigits(gigabytes)} GB/s`;
				const heading = `${model} at ${side} px, batch ${batch}, on ${adapter}; ${best}`;
				const times = 'First block of each stage, medians for the whole batch:';
				return [heading, ...steps.map(stepText), times, table([header, ...rows.map(cells)])].join('\n');
			});
		});
}
