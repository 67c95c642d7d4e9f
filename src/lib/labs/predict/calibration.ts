/** What the timed networks say about a device: its rates, and how far off predictions by them are. Pure. */
import { quartiles, type Quartiles } from '../quartiles';
import type { Benchmark } from './networks';
import type { PlannedCall } from '$lib/engine/planned';
import { fitRates, predictStep, sumsOf, type Rates, type StepSums, type TimedStep } from './rates';
import type { Sample } from './timed';

/** What was timed of a network so far. */
export interface TimedBenchmark {
	readonly benchmark: Benchmark;
	readonly calls: readonly PlannedCall[];
	readonly samples: readonly Sample[];
}

export interface BenchmarkFigures extends Benchmark {
	/** The step as a whole, measured. */
	readonly stepMs: Quartiles;
	/** Its calls added up, as they are fitted, ms. */
	readonly sumMs: number;
	/** By rates to which this network did not contribute; null while there are no others. */
	readonly predictedMs: number | null;
	/** Share of `predictedMs` that goes beyond what the others have. */
	readonly beyondShare: number;
	/** Timed steps. */
	readonly samples: number;
}

export interface Calibration {
	/** Fitted to all networks but those held out; null before there is one. */
	readonly rates: Rates | null;
	readonly networks: readonly BenchmarkFigures[];
}

/**
 * Rates from what there is. Each fitted network is predicted from the others alone, each held-out one from all fitted
 * ones; so no figure here was fitted to what it is held against.
 */
export function calibrate(timed: readonly TimedBenchmark[]): Calibration {
	const known = timed.filter(({ samples }) => samples.length > 0);
	const sums = new Map(known.map((network) => [network, sumsOf(timedStep(network))]));
	const fitted = known.filter(({ benchmark }) => !benchmark.heldOut);
	const fitWithout = (left: TimedBenchmark | null) => {
		const others = fitted.filter((network) => network !== left);
		return others.length === 0 ? null : fitRates(others.map((network) => sums.get(network)!));
	};
	const rates = fitWithout(null);
	return {
		rates,
		networks: known.map((network) =>
			figuresOf(network, sums.get(network)!, network.benchmark.heldOut ? rates : fitWithout(network))
		)
	};
}

function figuresOf({ benchmark, calls, samples }: TimedBenchmark, { sumMs }: StepSums, rates: Rates | null) {
	const predicted = rates === null ? null : predictStep(rates, calls);
	return {
		...benchmark,
		stepMs: quartiles(samples.map(({ stepMs }) => stepMs)),
		sumMs,
		predictedMs: predicted?.ms ?? null,
		beyondShare: predicted?.beyondShare ?? 0,
		samples: samples.length
	};
}

/** Where more of the times are 0, the clock is coarser than many calls are long. */
const MOST_ZEROS = 0.05;

/**
 * What is fitted: of each call, and of the step as a whole, the lower quartile, for other work of the machine only ever adds
 * time. Where the browser rounds its clock to more than a call takes, most quartiles would be 0: there it is each call's mean
 * over the quicker half of the steps, for what rounding takes from one call it gives to its neighbour.
 */
function timedStep({ calls, samples }: TimedBenchmark): TimedStep {
	const times = samples.flatMap(({ ns }) => ns);
	const isCoarse = times.filter((time) => time === 0).length > MOST_ZEROS * times.length;
	const ns = isCoarse
		? quickerMeans(calls, samples)
		: calls.map((_, at) => quartiles(samples.map((sample) => sample.ns[at] ?? 0)).low);
	return { calls, ns, stepMs: quartiles(samples.map(({ stepMs }) => stepMs)).low };
}

function quickerMeans(calls: readonly PlannedCall[], samples: readonly Sample[]): number[] {
	const total = ({ ns }: Sample) => ns.reduce((sum, time) => sum + time, 0);
	const quicker = [...samples].sort((a, b) => total(a) - total(b)).slice(0, Math.ceil(samples.length / 2));
	return calls.map((_, at) => quicker.reduce((sum, { ns }) => sum + (ns[at] ?? 0), 0) / quicker.length);
}

/** How far off the predictions are, as shares: 0.1 is 10 %. */
export interface PredictionError {
	readonly median: number;
	readonly largest: number;
}

/** Of these networks, against the lower quartile of what was measured; null where there is none to judge by. */
export function errorOf(
	networks: readonly Pick<BenchmarkFigures, 'predictedMs' | 'stepMs'>[]
): PredictionError | null {
	const errors = networks.flatMap(({ predictedMs, stepMs }) =>
		predictedMs === null ? [] : [Math.abs(predictedMs / stepMs.low - 1)]
	);
	return errors.length === 0 ? null : { median: quartiles(errors).median, largest: Math.max(...errors) };
}
