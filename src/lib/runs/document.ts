/** A run as a file for people and programs: everything but its weights, as JSON. */
import * as v from 'valibot';
import { check, contentEntries, RunError } from './read';
import { newRunId, type StoredRun } from './run';

const FORMAT = 'efficientnetv2-explained run document';
const VERSION = 1;
/** Longer files are refused before they are read, bytes. */
const longestDocument = 200_000_000;

const documentSchema = v.pipe(
	v.object({
		format: v.literal(FORMAT, `a file of this kind has the format "${FORMAT}".`),
		version: v.literal(VERSION, 'another version of this program wrote it.'),
		...contentEntries
	}),
	v.transform(({ format: _, version: __, ...run }) => run)
);

/** The file's text. */
export function runDocument({ id: _, ...run }: StoredRun): string {
	const plain = (_: string, value: unknown) => (value instanceof Uint32Array ? Array.from(value) : value);
	return `${JSON.stringify({ format: FORMAT, version: VERSION, ...run }, plain)}\n`;
}

/** The configuration that a parsed document was set up with; what is no document comes back as it is. */
export function configOf(value: unknown): unknown {
	const isDocument =
		typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT;
	return isDocument && 'config' in value ? value.config : value;
}

/** The run of a document, under an id of its own. Throws RunError. */
export function readRunDocument(text: string): StoredRun {
	if (text.length > longestDocument) throw new RunError('This file is too long to be a run.');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new RunError('This is not a sound run: it is not JSON.');
	}
	return { id: newRunId(), ...check(documentSchema, value) };
}
