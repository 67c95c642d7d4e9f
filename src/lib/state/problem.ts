import type { FailureKind, WorkerEvent } from '$lib/worker/protocol';

type DataErrorKind = Extract<WorkerEvent, { type: 'data-refused' }>['kind'];

/** Where memory lacks: a step that would have room. */
export type Fitting = NonNullable<Extract<WorkerEvent, { type: 'failure' }>['fits']>;

/** What went wrong, to be worded by the page in the reader's language. */
export type Problem =
	| {
			/** The file was refused; the data that was loaded stays. */
			readonly kind: `data-${DataErrorKind}`;
			readonly params: { readonly file: string; readonly message: string };
	  }
	| {
			/** The English sentence of where it happened, for details. */
			readonly kind: FailureKind;
			readonly params: { readonly message: string };
			readonly fits?: Fitting;
	  };

/** The problem that an event reports, or null. */
export function problemOf(event: WorkerEvent): Problem | null {
	if (event.type === 'failure') {
		const { kind, message, fits } = event;
		return { kind, params: { message }, ...(fits && { fits }) };
	}
	if (event.type !== 'data-refused') return null;
	return { kind: `data-${event.kind}`, params: { file: event.file, message: event.message } };
}

/**
 * What is shown once `told` has come. A run that could not be set up cannot be trained either: that such a command
 * failed, too, does not take the place of the reason.
 */
export function nextProblem(shown: Problem | null, told: Problem | null): Problem | null {
	if (told === null || (shown !== null && told.kind === 'bad-command')) return shown;
	return told;
}
