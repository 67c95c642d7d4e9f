/** Runs as files: what a reader takes away, and what comes back. The code for it loads when it is used. */
import type { RunConfig } from '$lib/recipe/config';
import type { StoredRun } from '$lib/runs/run';

/** A run with what it goes on from. */
export interface KeptRun {
	readonly run: StoredRun;
	/** Null where there is none. */
	readonly checkpoint: Uint8Array | null;
}

export const fileKinds = ['document', 'metrics', 'weights', 'checkpoint'] as const;
export type FileKind = (typeof fileKinds)[number];

export interface RunFile {
	readonly name: string;
	readonly type: string;
	readonly content: string | Uint8Array;
}

/** The file of a kind; null for weights and checkpoint of a run without them. Throws CheckpointError if that is damaged. */
export async function fileOf(kind: FileKind, { run, checkpoint }: KeptRun): Promise<RunFile | null> {
	const stem = stemOf(run);
	const binary = 'application/octet-stream';
	if (kind === 'document') {
		const { runDocument } = await import('$lib/runs/document');
		return { name: `${stem}.json`, type: 'application/json', content: runDocument(run) };
	}
	if (kind === 'metrics') {
		const { metricsCsv } = await import('$lib/runs/exports');
		return { name: `${stem}.csv`, type: 'text/csv', content: metricsCsv(run) };
	}
	if (checkpoint === null) return null;
	if (kind === 'checkpoint') return { name: `${stem}.safetensors`, type: binary, content: checkpoint };
	const { weightsFile } = await import('$lib/runs/exports');
	return { name: `${stem}-weights.safetensors`, type: binary, content: weightsFile(checkpoint) };
}

/** A name for files that every system takes, the same for all files of a run. */
function stemOf({ name, position }: StoredRun): string {
	const plain = name
		.normalize('NFC')
		.replace(/[^\p{L}\p{N}.]+/gu, '-')
		.replace(/^[-.]+|[-.]+$/g, '');
	return `${plain.slice(0, 80) || 'run'}-step-${position}`;
}

export interface Arrivals {
	readonly runs: readonly KeptRun[];
	/** Of the last file that holds settings and no run; null where none does. */
	readonly config: RunConfig | null;
	/** With a sentence in English each. */
	readonly refused: readonly { readonly file: string; readonly message: string }[];
}

/** What files hold: documents and checkpoints of runs, which belong together by their names; settings of `lab`. Never rejects. */
export async function arrivalsOf(files: readonly File[]): Promise<Arrivals> {
	const runs: KeptRun[] = [];
	const refused: { file: string; message: string }[] = [];
	const isText = ({ name }: File) => /\.json$/i.test(name);
	const texts = await eachOf(files.filter(isText), refused, async (file) => readText(await file.text()));
	const checkpoints = files.filter((file) => !isText(file));
	const documents = new Map(texts.flatMap(({ file, held }) => ('run' in held ? [[file, held.run]] : [])));
	const [only] = documents.size === 1 && checkpoints.length === 1 ? documents.keys() : [];
	const arrived = await eachOf(checkpoints, refused, async (file) => {
		const own = [...documents.keys()].find((document) => stem(document) === stem(file)) ?? only;
		const document = own === undefined ? null : (documents.get(own) ?? null);
		const checkpoint = new Uint8Array(await file.arrayBuffer());
		const { importRun } = await import('$lib/runs/import');
		const run = importRun({ checkpoint, document, now: Date.now() });
		if (own !== undefined) documents.delete(own);
		return { run, checkpoint };
	});
	runs.push(...arrived.map(({ held }) => held));
	// Without its checkpoint a run cannot go on, but be compared.
	for (const run of documents.values()) runs.push({ run: { ...run, position: 0 }, checkpoint: null });
	const config = texts.findLast(({ held }) => 'config' in held)?.held;
	return { runs, config: config && 'config' in config ? config.config : null, refused };
}

const stem = ({ name }: File) => name.replace(/\.\w+$/, '');

/** What `read` makes of each file; a file that it throws at is refused with the reason. */
async function eachOf<T>(
	files: readonly File[],
	refused: { file: string; message: string }[],
	read: (file: File) => Promise<T>
): Promise<{ file: File; held: T }[]> {
	const all: { file: File; held: T }[] = [];
	for (const file of files) {
		try {
			all.push({ file, held: await read(file) });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			refused.push({ file: file.name, message });
		}
	}
	return all;
}

/** A document holds a run, `run.json` of `lab` its settings. Throws RunError and ConfigError. */
async function readText(text: string): Promise<{ run: StoredRun } | { config: RunConfig }> {
	const { readRunDocument } = await import('$lib/runs/document');
	if (!isSettings(text)) return { run: readRunDocument(text) };
	const { parseRunConfig } = await import('$lib/recipe/parse');
	return { config: parseRunConfig(JSON.parse(text)) };
}

function isSettings(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && 'stages' in value && !('format' in value);
	} catch {
		return false;
	}
}
