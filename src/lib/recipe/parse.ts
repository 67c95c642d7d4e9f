import * as v from 'valibot';
import { runConfigSchema, type RunConfig } from './config';
import { migrated } from './migrate';

/** A configuration that cannot be run; `message` is a sentence that names the field and what it takes. */
export class ConfigError extends Error {
	constructor(
		/** Path of the field, e.g. `stages.0.size`; empty where the whole is wrong. */
		readonly field: string,
		message: string
	) {
		super(message);
		this.name = 'ConfigError';
	}
}

/**
 * Checks a configuration from a file or a link; one of version 1 comes back as the same run in version 2. Throws
 * ConfigError about the first field that is wrong.
 */
export function parseRunConfig(value: unknown): RunConfig {
	const result = v.safeParse(runConfigSchema, migrated(value), { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	const path = v.getDotPath(issue) ?? '';
	throw new ConfigError(path, sentence(issue, path));
}

function sentence(issue: v.BaseIssue<unknown>, path: string): string {
	if (path === '') return 'A run configuration must be a JSON object.';
	const missing = issue.received === 'undefined';
	if (issue.type === 'strict_object' && issue.expected === 'never') {
		return `The run configuration has no field "${path}".`;
	}
	if (missing) return `The run configuration lacks "${path}".`;
	if (issue.type === 'variant') {
		const names = issue.expected?.replace(/[()"]/g, '').replaceAll(' | ', ', ') ?? '';
		return `In the run configuration "${path}" must be one of ${names}.`;
	}
	const rule = issue.type === 'strict_object' ? 'must be an object' : issue.message;
	return `In the run configuration "${path}" ${rule}, not ${shown(issue.received)}.`;
}

/** What the issue received, short enough for a sentence. */
function shown(received: string): string {
	return received.length > 40 ? `${received.slice(0, 40)}…` : received;
}
