/** What runs cost in multiply-adds, counted from the network's graph. */
import type { RunConfig } from '$lib/recipe/config';
import { stagePlan, stepsPerEpoch } from '$lib/recipe/schedule';
import { imageCost, passes } from '../cost';

const costs = new Map<string, (size: number) => number>();

function costOf(model: string): (size: number) => number {
	const known = costs.get(model) ?? imageCost(model);
	costs.set(model, known);
	return known;
}

/** Multiply-adds of the whole run for one training image an epoch. */
export function stagesCost({ model, stages }: Pick<RunConfig, 'model' | 'stages'>): number {
	const macs = costOf(model);
	return passes * stages.reduce((sum, { size, epochs }) => sum + epochs * macs(size), 0);
}

/** Multiply-adds that the first n steps of a run cost, for n from 0 to all of them. */
export function macsBySteps(config: RunConfig): number[] {
	const plan = stagePlan(config, Math.max(1, stepsPerEpoch(config.data.train ?? 0, config.batch)));
	const macs = costOf(config.model);
	const sums = [0];
	for (let step = 0; step < plan.totalSteps; step++) {
		sums.push((sums[step] ?? 0) + passes * config.batch * macs(plan.stageAt(step).size));
	}
	return sums;
}
