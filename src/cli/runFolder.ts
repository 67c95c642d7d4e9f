/** A run on disk: `run.json`, `metrics.csv` and `checkpoint.safetensors`, none of them ever half-written. */
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunConfig } from '$lib/recipe/config';
import { metricsHeader } from '$lib/recipe/metricsCsv';
import { InputError, MachineError } from './failure';
import { readInput, reason } from './files';
import { readRunConfig } from './runConfig';

export const fileNames = {
	config: 'run.json',
	metrics: 'metrics.csv',
	checkpoint: 'checkpoint.safetensors'
} as const;

/** Makes the folder where it is missing. Throws InputError if that, or writing to it, cannot be. */
export async function prepareFolder(folder: string): Promise<void> {
	try {
		await makeFolder(resolve(folder));
		await access(folder, constants.W_OK);
	} catch (cause) {
		throw new InputError(`${folder} cannot be written to: ${whyNot(cause)}.`);
	}
}

/**
 * Not by mkdir's own `recursive`: where the system refuses a new folder with ENOENT although its parent is there, as
 * in /proc, Node tries for ever.
 */
async function makeFolder(folder: string): Promise<void> {
	const isFolder = await stat(folder).then(
		(found) => found.isDirectory(),
		() => false
	);
	if (isFolder) return;
	const parent = dirname(folder);
	if (!existsSync(parent)) await makeFolder(parent);
	await mkdir(folder);
}

function whyNot(cause: unknown): string {
	const { code } = cause as NodeJS.ErrnoException;
	if (code === 'EEXIST') return 'it is a file';
	return code === 'ENOENT' ? 'no folder can be made there' : reason(cause);
}

/** Writes beside the file, then renames. Throws MachineError; the file that was there is then untouched. */
export async function writeAside(path: string, content: string | Uint8Array): Promise<void> {
	const aside = `${path}.part`;
	try {
		await writeFile(aside, content, { flush: true });
		await rename(aside, path);
	} catch (cause) {
		await rm(aside, { force: true }).catch(() => undefined);
		throw new MachineError(`${path} cannot be written: ${reason(cause)}.`);
	}
}

export interface RunFiles {
	readonly config: RunConfig;
	readonly metrics: string;
	readonly checkpoint: Uint8Array;
}

/** The checkpoint comes last: metrics may then be ahead of it, never behind. */
export async function writeRun(folder: string, { config, metrics, checkpoint }: RunFiles): Promise<void> {
	await writeAside(join(folder, fileNames.config), `${JSON.stringify(config, null, '\t')}\n`);
	await writeMetrics(folder, metrics);
	await writeAside(join(folder, fileNames.checkpoint), checkpoint);
}

export function writeMetrics(folder: string, metrics: string): Promise<void> {
	return writeAside(join(folder, fileNames.metrics), metrics);
}

/** Reads a run back. Throws InputError or ConfigError; missing metrics are no hindrance. */
export async function readRun(folder: string): Promise<RunFiles> {
	const config = await readRunConfig(join(folder, fileNames.config));
	const checkpoint = await readInput(join(folder, fileNames.checkpoint));
	const metrics = await readFile(join(folder, fileNames.metrics), 'utf8').catch(() => metricsHeader);
	return { config, metrics, checkpoint };
}
