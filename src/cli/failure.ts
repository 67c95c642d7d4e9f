import { CommanderError } from 'commander';
import { DataError } from '$lib/data/dataset';
import { SearchError } from '$lib/labs/search/document';
import { CheckpointError } from '$lib/model/checkpointError';
import { ConfigError } from '$lib/recipe/parse';
import { TrainError } from '$lib/recipe/run';

/** What the user gave cannot be used; `message` is one sentence that says why. */
export class InputError extends Error {
	override readonly name = 'InputError';
}

/** What was asked cannot be done on this machine, or went wrong on it; one sentence. */
export class MachineError extends Error {
	override readonly name = 'MachineError';
}

export interface Failure {
	/** 0 for a request for help, 1 for a failure of the machine, 2 for bad input, 130 for an interrupted run. */
	readonly exitCode: number;
	/** For standard error; empty where there is nothing to say. */
	readonly sentence: string;
}

/** Ended by the user (Ctrl-C); what was saved is in `message`. */
export class Interrupted extends Error {
	override readonly name = 'Interrupted';
}

const badInput = [InputError, DataError, CheckpointError, ConfigError, TrainError, SearchError];

/** How the process ends because of `error`. */
export function failureOf(error: unknown): Failure {
	if (error instanceof CommanderError) {
		return error.exitCode === 0
			? { exitCode: 0, sentence: '' }
			: { exitCode: 2, sentence: plain(error.message) };
	}
	const sentence = error instanceof Error ? error.message : String(error);
	if (error instanceof Interrupted) return { exitCode: 130, sentence };
	const exitCode = badInput.some((kind) => error instanceof kind) ? 2 : 1;
	return { exitCode, sentence };
}

/** Commander's message as one sentence: without its prefix, its suggestion in the same line. */
function plain(message: string): string {
	const [text = ''] = message
		.replace(/^error: /, '')
		.replace(/\s*\n\s*/g, ' ')
		.trim()
		.split('. ');
	const sentence = text.charAt(0).toUpperCase() + text.slice(1);
	return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
