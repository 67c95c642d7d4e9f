/**
 * Depthwise early and late: what a multiply-add costs in depthwise, 1×1 and dense convolutions, stage by stage, forward
 * and backward. The dense ones are those of the network's fused twin, at the same sizes.
 */
import type { Engine } from '$lib/engine/engine';
import type { Calm } from '$lib/engine/race/calm';
import { blockCosts } from '$lib/model/blockCost';
import { blockPair } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import type { Variant } from '$lib/model/variant';
import { timesOf } from '../blocks/figures';
import { partOf, type BlockSample, type Sample } from '../blocks/sample';
import { quartiles } from '../quartiles';
import { middleOf, type PartEvent } from './event';
import type { ConvRow, StageRow, TwinRow } from './rows';
import { stepTimes } from './stepTimes';
import { takeTurns, type NetworkTask } from './turns';

export interface ConvRows {
	readonly rows: ConvRow[];
	readonly stages: StageRow[];
	readonly steps: TwinRow[];
}

const convParts = ['depthwise', 'pointwise', 'dense'] as const;
const passes = ['forward', 'backward'] as const;

/** Products of a pass: the way back makes one for the input's gradient and one for the filter's. */
const products = { forward: 1, backward: 2 } as const;

/** As `measureBlocks`: pulling is measuring, and what was told is not lost. Throws EngineError. */
export async function* measureConvs(
	engine: Engine,
	task: NetworkTask & { readonly variant: Variant },
	calm?: Calm
): AsyncGenerator<PartEvent<ConvRows>, void> {
	const { mbconv, fused_mbconv: fused } = blockPair(task.variant);
	const named = [mbconv, { ...fused, name: `${fused.name}, fused` }];
	for await (const event of takeTurns(engine, named, task, calm)) {
		if (event.type === 'preparing') yield event;
		else yield { type: 'repeat', done: event.done, rows: convRows(task, event.samples) };
	}
}

/** @param samples timed steps of the network as MBConv, and of its fused twin; at least one of each */
export function convRows(
	{ variant, imageSize, batch }: NetworkTask & { readonly variant: Variant },
	[mbconv, fused]: readonly (readonly Sample[])[]
): ConvRows {
	const pair = blockPair(variant);
	const costs = {
		mbconv: blockCosts(buildGraph(pair.mbconv), imageSize, batch),
		fused: blockCosts(buildGraph(pair.fused_mbconv), imageSize, batch)
	};
	const samples = { mbconv: mbconv ?? [], fused: fused ?? [] };
	const stages = variant.stages.map((_, index) => index + 1);
	return {
		rows: stages.flatMap((stage) =>
			convParts.flatMap((part) => {
				const network = part === 'dense' ? 'fused' : 'mbconv';
				const blocks = costs[network].filter((block) => block.stage === `stage${stage}`);
				const macs = blocks
					.flatMap(({ ops }) => ops)
					.filter(({ op }) => partOf(op) === part)
					.reduce((sum, op) => sum + op.macs, 0);
				if (macs === 0) return [];
				const runs = runsOf(samples[network], stage);
				const side = blocks[0]?.side ?? 0;
				return passes.map((pass) => convRow({ stage, side, part, pass, macs: macs * products[pass] }, runs));
			})
		),
		stages: stages.map((stage) => {
			const side = costs.mbconv.find((block) => block.stage === `stage${stage}`)?.side ?? 0;
			return stageRow(stage, side, runsOf(samples.mbconv, stage), runsOf(samples.fused, stage));
		}),
		steps: (['mbconv', 'fused'] as const).map((network) => ({ network, ...stepTimes(samples[network]) }))
	};
}

type Runs = readonly (readonly BlockSample[])[];

/** The blocks of a stage, step by step. */
function runsOf(samples: readonly Sample[], stage: number): Runs {
	return samples.map(({ blocks }) => blocks.filter((block) => block.stage === stage));
}

function convRow(row: Pick<ConvRow, 'stage' | 'side' | 'part' | 'pass' | 'macs'>, runs: Runs): ConvRow {
	const { part, pass, macs } = row;
	const ms = quartiles(runs.map((blocks) => blocks.reduce((sum, block) => sum + block[pass][part], 0)));
	const [low, high] = middleOf(ms);
	return {
		...row,
		ms: ms.median,
		nsPerMac: (1e6 * ms.median) / macs,
		quartiles: [(1e6 * low) / macs, (1e6 * high) / macs],
		samples: runs.length
	};
}

function stageRow(stage: number, side: number, mbconv: Runs, fused: Runs): StageRow {
	const [one, other] = [timesOf(mbconv).stepMs, timesOf(fused).stepMs];
	const shares = mbconv.map((blocks) => {
		const times = blocks.flatMap(({ forward, backward }) => [forward, backward]);
		const all = times.reduce((sum, parts) => sum + Object.values(parts).reduce((a, b) => a + b, 0), 0);
		return times.reduce((sum, { depthwise }) => sum + depthwise, 0) / (all || 1);
	});
	return {
		stage,
		side,
		mbconvMs: one.median,
		mbconvQuartiles: middleOf(one),
		fusedMs: other.median,
		fusedQuartiles: middleOf(other),
		ratio: one.median / (other.median || Number.MIN_VALUE),
		depthwiseShare: quartiles(shares).median
	};
}
