/**
 * Uniform scaling: where the time and the parameters of two networks lie, stage by stage, and what one more layer in each
 * stage costs and adds. Each network is measured as it is and with a block added to the end of every stage.
 */
import type { Engine } from '$lib/engine/engine';
import type { Calm } from '$lib/engine/race/calm';
import { blockCosts, type BlockCost } from '$lib/model/blockCost';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { withOneMoreLayer } from '$lib/model/oneMoreLayer';
import type { Variant } from '$lib/model/variant';
import { timesOf } from '../blocks/figures';
import type { Sample } from '../blocks/sample';
import { quartiles } from '../quartiles';
import { middleOf, type PartEvent } from './event';
import type { AddedRow, NetworkRow, ScaledRow } from './rows';
import { stepTimes } from './stepTimes';
import { takeTurns, type NetworkTask } from './turns';

export interface ScalingRows {
	readonly rows: ScaledRow[];
	readonly added: AddedRow[];
	readonly steps: NetworkRow[];
}

interface Entrant {
	/** Of the network as it is. */
	readonly model: string;
	readonly variant: Variant;
	readonly deeper: boolean;
}

/** As `measureBlocks`: pulling is measuring, and what was told is not lost. Throws EngineError. */
export async function* measureScaling(
	engine: Engine,
	task: NetworkTask & { readonly variants: readonly Variant[] },
	calm?: Calm
): AsyncGenerator<PartEvent<ScalingRows>, void> {
	const entrants = entrantsOf(task.variants);
	const variants = entrants.map(({ variant }) => variant);
	for await (const event of takeTurns(engine, variants, task, calm)) {
		if (event.type === 'preparing') yield event;
		else yield { type: 'repeat', done: event.done, rows: scalingRows(task, event.samples) };
	}
}

/** Each network as it is and deeper, in turn. */
function entrantsOf(variants: readonly Variant[]): Entrant[] {
	return variants.flatMap((variant) => [
		{ model: variant.name, variant, deeper: false },
		{ model: variant.name, variant: withOneMoreLayer(variant), deeper: true }
	]);
}

/** @param samples timed steps of each network as it is and deeper, in turn; at least one of each */
export function scalingRows(
	{ variants, imageSize, batch }: NetworkTask & { readonly variants: readonly Variant[] },
	samples: readonly (readonly Sample[])[]
): ScalingRows {
	const measured = entrantsOf(variants).map((entrant, at) => {
		const graph = buildGraph(entrant.variant);
		return { ...entrant, graph, costs: blockCosts(graph, imageSize, batch), samples: samples[at] ?? [] };
	});
	const steps = measured.map(({ model, deeper, variant, graph, samples: of }) => {
		const { parameters, macs } = countGraph(graph, imageSize);
		const median = (value: (sample: Sample) => number) => quartiles(of.map(value)).median;
		return {
			...{ model, deeper, params: parameters, macs: macs * batch, ...stepTimes(of) },
			layers: variant.stages.reduce((sum, { layers }) => sum + layers, 0),
			stemMs: median(({ stemMs }) => stemMs),
			headMs: median(({ headMs }) => headMs),
			updateMs: median(({ updateMs }) => updateMs)
		};
	});
	const stagesOf = measured.flatMap(({ variant, ...rest }) =>
		variant.stages.map((table, index) => ({ ...rest, table, stage: index + 1 }))
	);
	const rows = stagesOf.flatMap(({ model, deeper, costs, table, stage, samples: of }) => {
		if (deeper) return [];
		const all = costs.filter((cost) => cost.stage === `stage${stage}`);
		const { op, layers, out } = table;
		const side = all[0]?.side ?? 0;
		return [{ model, stage, op, layers, out, side, ...figures(all, of) }];
	});
	const added = stagesOf.flatMap(({ model, deeper, costs, table, stage, samples: of }) => {
		if (!deeper) return [];
		const last = costs.filter((cost) => cost.stage === `stage${stage}`).slice(-1);
		return [{ model, stage, op: table.op, ...figures(last, of) }];
	});
	return { rows, added, steps };
}

/** Times and costs of these blocks together. */
function figures(costs: readonly BlockCost[], samples: readonly Sample[]) {
	const numbers = new Set(costs.map(({ block }) => block));
	const runs = samples.map(({ blocks }) => blocks.filter((_, number) => numbers.has(number)));
	const { stepMs } = timesOf(runs);
	return {
		stepMs: stepMs.median,
		quartiles: middleOf(stepMs),
		params: costs.reduce((sum, { parameters }) => sum + parameters, 0),
		macs: costs.reduce((sum, { macs }) => sum + macs, 0)
	};
}
