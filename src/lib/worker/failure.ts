import { EngineError, type StepShape } from '$lib/engine/executor';
import { CheckpointError } from '$lib/model/checkpointError';
import { ConfigError } from '$lib/recipe/parse';
import { TrainError } from '$lib/recipe/run';
import { StoreError } from '$lib/runs/store';
import type { FailureKind, RunState } from './protocol';

/** A command that cannot be followed now; `message` is a sentence for the reader. */
export class CommandError extends Error {
	constructor(
		readonly kind: 'bad-command' | 'no-data' | 'run-in-use' | 'run-moved-on',
		message: string
	) {
		super(message);
		this.name = 'CommandError';
	}
}

export interface Failure {
	readonly kind: FailureKind;
	readonly message: string;
	/** A step that would have room, where memory lacks. */
	readonly fits?: StepShape;
}

/** What to tell the page of an error that was thrown in the worker. */
export function failureOf(error: unknown): Failure {
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof CommandError) return { kind: error.kind, message };
	if (error instanceof ConfigError || error instanceof TrainError || error instanceof CheckpointError) {
		return { kind: 'bad-config', message };
	}
	if (error instanceof StoreError) return { kind: 'bad-command', message };
	if (error instanceof EngineError && error.kind !== 'bad-parameters') {
		const { kind, fits } = error;
		return { kind, message, ...(fits && { fits }) };
	}
	if (isAllocation(error)) {
		return { kind: 'out-of-memory', message: `There is not enough memory for this: ${message}.` };
	}
	return { kind: 'internal', message: `Something in the training program failed: ${message}` };
}

/** JavaScript engines throw a RangeError where an array is larger than they can make. */
function isAllocation(error: unknown): boolean {
	return error instanceof RangeError && /allocation|array length/i.test(error.message);
}

/** The state in which a failure leaves the run that was training. */
export function stateAfter(kind: FailureKind): RunState {
	return kind === 'device-lost' ? 'lost' : 'failed';
}

/** Failures of runs that are kept, and of data on files. */
type OfRuns = 'no-data' | 'run-in-use' | 'run-moved-on';

/** The same where there is neither: such a failure would be a mistake of the program's own. */
export function withoutRuns(kind: FailureKind): Exclude<FailureKind, OfRuns> {
	return kind === 'no-data' || kind === 'run-in-use' || kind === 'run-moved-on' ? 'internal' : kind;
}
