/** The rates of a device, fitted to timed steps, and what another step would take by them. Pure. */
import type { PlannedCall } from '$lib/engine/planned';
import { joined, noRows, solveNonNegative, withRow, type Normal } from './nonNegative';
import { fitSteps, wholeStepMs, type StepFit } from './stepFit';
import { workOf, type Work } from './work';

/** Nanoseconds for each amount of a class (work.ts), and how far it was measured. */
export interface ClassRates {
	readonly ns: readonly number[];
	/** The most multiply-adds and bytes of a call that was timed. */
	readonly mostMacs: number;
	readonly mostBytes: number;
	/** Timed calls behind the rates. */
	readonly calls: number;
}

export interface Rates {
	/** By class, and by kind for what no class was fitted to. */
	readonly classes: Readonly<Record<string, ClassRates>>;
	readonly step: StepFit;
}

/** A step that was timed call by call and as a whole. */
export interface TimedStep {
	readonly calls: readonly PlannedCall[];
	/** Of each call. */
	readonly ns: readonly number[];
	readonly stepMs: number;
}

export interface PredictedStep {
	readonly ms: number;
	/** Share of the time that belongs to calls larger than twice what was timed of their class. */
	readonly beyondShare: number;
	/** Calls of a kind that was never timed; their time is missing. */
	readonly unknownCalls: number;
}

/** What is known of a class while rows are added. */
interface Sums extends Omit<ClassRates, 'ns'> {
	readonly normal: Normal;
}
type SumsByClass = ReadonlyMap<string, Sums>;

/** A step's rows, summed: those of several steps are added without a second look at the calls. */
export interface StepSums {
	readonly classes: SumsByClass;
	readonly sumMs: number;
	readonly stepMs: number;
}

/** Times below this are mostly the clock's. */
const LEAST_NS = 200;
/** A class with fewer timed calls takes its kind's rates. */
const LEAST_CALLS = 3;
/** Beyond so many times what was timed a rate is extrapolated. */
const REACH = 2;

/**
 * Sums of one timed step. A call weighs as one over its time: between its absolute error, by which the largest calls would
 * decide alone, and its relative one, by which the many small calls would.
 */
export function sumsOf({ calls, ns, stepMs }: TimedStep): StepSums {
	const classes = new Map<string, Sums>();
	for (const [at, call] of calls.entries()) {
		const { class: name, kind, amounts } = workOf(call);
		const time = ns[at] ?? 0;
		const weight = 1 / Math.max(time, LEAST_NS);
		// The kind's own entry carries a mark: a class may bear the same name.
		for (const key of [name, kindKey(kind)]) {
			const before = classes.get(key) ?? noSums(amounts.length);
			classes.set(key, {
				normal: withRow(before.normal, amounts, time, weight),
				mostMacs: Math.max(before.mostMacs, call.macs),
				mostBytes: Math.max(before.mostBytes, call.bytes),
				calls: before.calls + 1
			});
		}
	}
	return { classes, sumMs: ns.reduce((sum, time) => sum + time, 0) / 1e6, stepMs };
}

const kindKey = (kind: string) => `all ${kind}`;

const noSums = (count: number): Sums => ({ normal: noRows(count), mostMacs: 0, mostBytes: 0, calls: 0 });

/** Rates that fit these steps best. */
export function fitRates(steps: readonly StepSums[]): Rates {
	const all = new Map<string, Sums>();
	for (const { classes } of steps) {
		for (const [name, sums] of classes) {
			const before = all.get(name);
			all.set(name, before === undefined ? sums : both(before, sums));
		}
	}
	const classes = Object.fromEntries(
		[...all].map(([name, { normal, ...range }]) => [name, { ns: solveNonNegative(normal), ...range }])
	);
	return { classes, step: fitSteps(steps) };
}

function both(a: Sums, b: Sums): Sums {
	return {
		normal: joined(a.normal, b.normal),
		mostMacs: Math.max(a.mostMacs, b.mostMacs),
		mostBytes: Math.max(a.mostBytes, b.mostBytes),
		calls: a.calls + b.calls
	};
}

/** What a step of these calls would take as a whole. */
export function predictStep({ classes, step }: Rates, calls: readonly PlannedCall[]): PredictedStep {
	let [ns, beyondNs, unknownCalls] = [0, 0, 0];
	for (const call of calls) {
		const work = workOf(call);
		const rates = ratesFor(classes, work);
		if (rates === null) unknownCalls += 1;
		else {
			const time = rates.ns.reduce((sum, rate, at) => sum + rate * (work.amounts[at] ?? 0), 0);
			ns += time;
			if (isBeyond(rates, call)) beyondNs += time;
		}
	}
	return { ms: wholeStepMs(step, ns / 1e6), beyondShare: ns > 0 ? beyondNs / ns : 0, unknownCalls };
}

function ratesFor(classes: Rates['classes'], { class: name, kind }: Work): ClassRates | null {
	const own = classes[name];
	if (own !== undefined && own.calls >= LEAST_CALLS) return own;
	return classes[kindKey(kind)] ?? own ?? null;
}

/** Whether a call is far larger than what was timed. */
function isBeyond({ mostMacs, mostBytes }: ClassRates, { macs, bytes }: PlannedCall): boolean {
	return macs > REACH * mostMacs || bytes > REACH * mostBytes;
}
