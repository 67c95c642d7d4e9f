/** What one part of the measurement has told so far, and under what. */
import {
	bottleneckParts,
	type BottleneckPart,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import type { BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';
import type { LabDevice, LabEngine, LabFailureKind } from '$lib/worker/labProtocol';

export type { BottleneckPart };

/** Under what was measured: everything that the figures depend on and that is known here. */
export interface PartConditions {
	readonly settings: BottleneckSettings;
	readonly engine: LabEngine;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** idle: nothing yet · measuring · finished · stopped: by the reader · failed: see `problem`. */
export type PartState = 'idle' | 'measuring' | 'finished' | 'stopped' | 'failed';

type Told<Part extends BottleneckPart> = Extract<BottlenecksEvent, { readonly type: Part }>;

interface ToldBy {
	readonly size: Told<'size'>;
	readonly depthwise: Told<'depthwise'>;
	readonly scaling: Told<'scaling'>;
}

/** Whichever part it is. */
export interface AnyResult {
	readonly state: PartState;
	/** Null before the first measurement. */
	readonly conditions: PartConditions | null;
	/** Null before its engine is open. */
	readonly device: LabDevice | null;
	/** What it compiles now; null before and after. */
	readonly preparing: string | null;
	/** The last turn and all rows that it told; null before the first. */
	readonly told: ToldBy[BottleneckPart] | null;
	/** How often the page was hidden meanwhile. */
	readonly interruptions: number;
	readonly problem: { readonly kind: LabFailureKind; readonly message: string } | null;
}

export interface PartResult<Part extends BottleneckPart> extends AnyResult {
	readonly told: ToldBy[Part] | null;
}

export type PartResults = { readonly [Part in BottleneckPart]: PartResult<Part> };

const nothing: PartResult<never> = {
	state: 'idle',
	conditions: null,
	device: null,
	preparing: null,
	told: null,
	interruptions: 0,
	problem: null
};

export const noResults: PartResults = { size: nothing, depthwise: nothing, scaling: nothing };

/** A part that begins now: what was told of it before goes. */
export function begun(conditions: PartConditions, hidden: boolean): PartResult<never> {
	return { ...nothing, state: 'measuring', conditions, interruptions: hidden ? 1 : 0 };
}

/** The part that is measured now, with what an event adds. */
export function withEvent<Result extends AnyResult>(result: Result, event: BottlenecksEvent): Result {
	switch (event.type) {
		case 'field':
			return result;
		case 'device':
			return { ...result, device: event.device };
		case 'preparing':
			return { ...result, preparing: event.name };
		case 'end':
			return { ...result, preparing: null, state: 'finished' };
		case 'failure': {
			const problem = { kind: event.kind, message: event.message };
			return { ...result, preparing: null, state: 'failed', problem };
		}
		default:
			return { ...result, preparing: null, told: event };
	}
}

/** The part that is under way, or null. */
export function partUnderWay(results: PartResults): BottleneckPart | null {
	return bottleneckParts.find((part) => results[part].state === 'measuring') ?? null;
}

/** Share of the part's turns that are over, 0 to 1. */
export function progressOf({ conditions, told }: AnyResult): number {
	return (told?.done ?? 0) / (conditions?.settings.repeats ?? 1);
}
