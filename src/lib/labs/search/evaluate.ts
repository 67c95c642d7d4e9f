/** A candidate is really trained, by the recipe's own loop, and its step really timed. */
import type { Dataset } from '$lib/data/dataset';
import type { Engine } from '$lib/engine/engine';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { initialParameters } from '$lib/model/initialise';
import type { Variant } from '$lib/model/variant';
import { train } from '$lib/recipe/loop';
import { quartiles } from '../quartiles';
import { candidateConfig } from './training';
import type { Proposal, Result, StepTime } from './result';
import type { SearchSettings } from './settings';
import { candidateVariant } from './space';
import { genesText } from './genes';

export interface Bench {
	readonly engine: Engine;
	/** As `holdOut` gives it. */
	readonly dataset: Dataset;
	readonly backbone: Variant;
	readonly settings: SearchSettings;
	/** Milliseconds from any origin. */
	readonly clock: () => number;
}

export type EvaluationEvent =
	| {
			readonly type: 'step';
			/** Of the candidate. */
			readonly number: number;
			/** Updates made, of all. */
			readonly step: number;
			readonly steps: number;
			/** Wall time of this step, ms. */
			readonly ms: number;
	  }
	| { readonly type: 'result'; readonly result: Result };

/** First steps that no time is taken from, as a share of all: caches and tuning settle in them. */
const WARM_UP = 0.1;

/**
 * Trains a candidate and judges it; yields after each step, so that whoever pulls can stop or pause, and at the end what
 * was measured. `return()` frees everything. Throws what the engine throws.
 */
export async function* evaluateCandidate(
	proposal: Proposal,
	{ engine, dataset, backbone, settings, clock }: Bench
): AsyncGenerator<EvaluationEvent, void, void> {
	const variant = candidateVariant(backbone, proposal.genes, genesText(proposal.genes));
	const config = candidateConfig(settings, dataset);
	const graph = buildGraph(variant, { classes: dataset.classes.length });
	const { parameters, macs } = countGraph(graph, settings.size);
	const times: number[] = [];
	let accuracy: number | null = null;
	let totalMs = 0;
	let since = clock();
	const { optimizer, seed } = config;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed });
	try {
		executor.writeParameters(initialParameters(graph, seed));
		let before = 0;
		// No step is under way when the next is queued: so each one's time is its own.
		for await (const event of train({ executor, config, dataset, clock, inFlight: () => 0 })) {
			if (event.type === 'evaluation') accuracy = event.correct / event.images;
			if (event.type === 'diverged') accuracy = null;
			if (event.type !== 'step') continue;
			const ms = event.trainMs - before;
			before = event.trainMs;
			times.push(ms);
			totalMs += clock() - since;
			yield { type: 'step', number: proposal.number, step: event.step + 1, steps: settings.steps, ms };
			since = clock();
		}
		totalMs += clock() - since;
	} finally {
		dispose(executor);
	}
	const measured = { accuracy, step: stepTime(times), parameters, macs, totalMs };
	yield { type: 'result', result: { ...proposal, ...measured } };
}

/** On a lost device freeing may fail; what belongs to it is gone anyway. */
function dispose(executor: { dispose(): void }): void {
	try {
		executor.dispose();
	} catch {
		return;
	}
}

/** Of the steps after the warm-up; null where there are none. */
export function stepTime(times: readonly number[]): StepTime | null {
	const warm = Math.min(10, Math.max(1, Math.ceil(times.length * WARM_UP)));
	const timed = times.slice(warm);
	if (timed.length === 0) return null;
	const { median, low, high } = quartiles(timed);
	return { median, lower: low, upper: high, count: timed.length };
}
