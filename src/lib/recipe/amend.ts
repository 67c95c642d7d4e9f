/** Changes of a run's settings while it trains: what may change, and what the run follows from then on. */
import type { RunConfig } from './config';
import { fieldsOf, sameValue } from './fields';
import { ConfigError } from './parse';
import type { PlannedStage } from './plan';

/** From `position` updates on, the run follows `config`. */
export interface Amendment {
	readonly position: number;
	readonly config: RunConfig;
}

/** What may change at any step: none of it is compiled or counts stages. */
const amendable = /^(learningRate\..+|weightDecay|clipNorm|labelSmoothing|randaugmentLayers)$/;
/** Of a stage that is under way, its share of the run stays. */
const settled = ['size', 'epochs'];

/** A run as it was set up, and how that was changed. */
interface AmendedRun {
	readonly config: RunConfig;
	readonly amendments?: readonly Amendment[];
}

/** The configuration that a run follows now: its own, or the last one that took its place. */
export function currentConfig({ config, amendments = [] }: AmendedRun): RunConfig {
	return amendments.at(-1)?.config ?? config;
}

interface Planned {
	readonly stages: readonly Pick<PlannedStage, 'from' | 'to'>[];
}

/** Throws ConfigError about the first field that can no longer change after `position` updates of `plan`. */
export function checkAmendment(from: RunConfig, to: RunConfig, plan: Planned, position: number): void {
	const [field] = settledFields(from, to, plan, position);
	if (field !== undefined) {
		throw new ConfigError(field, `The run has begun: its "${field}" can no longer change.`);
	}
}

/** The fields in which `to` differs and that can no longer change after `position` updates of `plan`. */
export function settledFields(from: RunConfig, to: RunConfig, plan: Planned, position: number): string[] {
	const stages = stagesBehind(from, plan, position);
	const before = fieldsOf(from);
	const after = fieldsOf(to);
	return [...new Set([...before.keys(), ...after.keys()])].filter((field) => {
		const [room, name] = field.split('.');
		return !(room === 'stages' && name !== undefined
			? columnFits(name, before.get(field), after.get(field), stages)
			: amendable.test(field) || sameValue(before.get(field), after.get(field)));
	});
}

/** How many stages are over, and how many have begun. In random order all begin at once. */
function stagesBehind({ order }: RunConfig, { stages }: Planned, position: number) {
	if (position === 0) return { over: 0, begun: 0 };
	if (order === 'random') return { over: 0, begun: stages.length };
	const begun = stages.findLastIndex(({ from }) => from < position) + 1;
	const underWay = (stages[begun - 1]?.to ?? 0) > position;
	return { over: underWay ? begun - 1 : begun, begun };
}

function columnFits(
	name: string,
	before: unknown,
	after: unknown,
	{ over, begun }: { readonly over: number; readonly begun: number }
): boolean {
	if (!Array.isArray(before) || !Array.isArray(after)) return false;
	const frozen = settled.includes(name) ? begun : over;
	return after.length >= begun && sameValue(before.slice(0, frozen), after.slice(0, frozen));
}

/** The same configuration with all learning rates of the rest of the run times `scale`. */
export function withLearningRate(config: RunConfig, scale: number): RunConfig {
	const { learningRate } = config;
	const { peak, minimum } = learningRate;
	return { ...config, learningRate: { ...learningRate, peak: peak * scale, minimum: minimum * scale } };
}
