/** What the charts of a search draw: pure. */
import type { SearchRecord } from '$lib/labs/search/document';
import { genesText } from '$lib/labs/search/genes';
import { costOf, type BlockCount, type CostName, type Ranked } from '$lib/labs/search/front';

export interface CandidatePoint extends Ranked {
	/** Step time in ms, or parameters. */
	readonly x: number;
	/** Accuracy, a share. */
	readonly y: number;
}

/** The measured candidates by their cost. */
export function candidatePoints(ranked: readonly Ranked[], name: CostName): CandidatePoint[] {
	return ranked
		.flatMap((each) => {
			const [x, y] = [costOf(each.result, name), each.result.accuracy];
			return x === null || y === null ? [] : [{ ...each, x, y }];
		})
		.sort((a, b) => a.x - b.x);
}

/** The front as stairs: nobody is more accurate at that cost or less. @param end right end of the axis */
export function stairs(front: readonly CandidatePoint[], end: number): { x: number; y: number }[] {
	const corners = front.flatMap(({ x, y }, index) => {
		const before = front[index - 1];
		return before === undefined
			? [{ x, y }]
			: [
					{ x, y: before.y },
					{ x, y }
				];
	});
	const last = front.at(-1);
	return last === undefined ? [] : [...corners, { x: end, y: last.y }];
}

/** Shares of Fused-MBConv in the earlier and in the later half of the stages; the middle one counts in neither. */
export function earlyAndLate(counts: readonly BlockCount[]): {
	readonly early: number;
	readonly late: number;
} {
	const half = Math.floor(counts.length / 2);
	const share = (stages: readonly BlockCount[]) => {
		const fused = stages.reduce((sum, stage) => sum + stage.fused, 0);
		const all = stages.reduce((sum, stage) => sum + stage.fused + stage.mbconv, 0);
		return all === 0 ? 0 : fused / all;
	};
	return { early: share(counts.slice(0, half)), late: share(counts.slice(counts.length - half)) };
}

/** Whether the figures of two searches can be set against each other: the same device, images and training. */
export function comparable(a: SearchRecord, b: SearchRecord): boolean {
	const conditions = ({ engine, adapter, data, settings }: SearchRecord) => {
		const { backbone, steps, batch, size } = settings;
		return [engine, adapter, data.sha256, data.heldOut, backbone, steps, batch, size].join('\n');
	};
	return conditions(a) === conditions(b);
}

/** What two searches can differ in beside their networks. */
const conditionNames = [
	...(['device', 'images', 'backbone', 'steps', 'batch', 'size'] as const),
	...(['algorithm', 'seed', 'population', 'tournament', 'w', 'v'] as const)
] as const;
export type ConditionName = (typeof conditionNames)[number];

/** What differs, in the order of the names. How evolution is set up counts only where both evolve. */
export function differing(a: SearchRecord, b: SearchRecord): ConditionName[] {
	const evolve = a.settings.algorithm === 'evolution' && b.settings.algorithm === 'evolution';
	return conditionNames.filter((name) => {
		if (name === 'device') return a.engine !== b.engine || a.adapter !== b.adapter;
		if (name === 'images') return a.data.sha256 !== b.data.sha256 || a.data.heldOut !== b.data.heldOut;
		if ((name === 'population' || name === 'tournament') && !evolve) return false;
		return a.settings[name] !== b.settings[name];
	});
}

/** The first candidate that is another network in the other search; null where one search only goes on further. */
export function partingOf(a: SearchRecord, b: SearchRecord): number | null {
	const both = Math.min(a.results.length, b.results.length);
	const text = ({ results }: SearchRecord, at: number) => genesText(results[at]?.genes ?? []);
	const parting = [...Array(both).keys()].find((at) => text(a, at) !== text(b, at));
	return parting ?? null;
}

/** Half the width of the interval that holds a share of `images` in 19 of 20 cases, by the normal approximation. */
export function uncertainty(share: number, images: number): number {
	return 1.96 * Math.sqrt((share * (1 - share)) / images);
}
