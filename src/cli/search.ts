import { Command } from 'commander';
import { performance } from 'node:perf_hooks';
import type { Dataset } from '$lib/data/dataset';
import type { Engine } from '$lib/engine/engine';
import { readSearch, searchDocument, SearchError, type SearchRecord } from '$lib/labs/search/document';
import { holdOut } from '$lib/labs/search/holdOut';
import { describeImages } from '$lib/labs/search/images';
import type { Result } from '$lib/labs/search/result';
import { search } from '$lib/labs/search/search';
import { defaultImages, type SearchSettings } from '$lib/labs/search/settings';
import { candidateConfig } from '$lib/labs/search/training';
import { buildGraph } from '$lib/model/build';
import { knobsFrom } from './dataOptions';
import { openEngineOf } from './engine';
import { InputError, Interrupted } from './failure';
import { openFastest } from './measure';
import { readInput } from './files';
import { variantNamed } from './network';
import { writeAside } from './runFolder';
import { describeSearch, SearchProgress } from './searchText';
import { mayChange, settingsFrom, withSearch, type SearchOptions } from './searchOptions';
import { stopOnSignal, turn } from './signals';
import { tellSkipped } from './skipped';
import { dataConfigFrom, loadData } from './source';
import { print, type Terminal } from './terminal';

const clock = () => performance.now();

/** A search that can begin: what is set, on which images, after which results. */
interface Prepared {
	readonly settings: SearchSettings;
	/** All training images; nothing held out yet. */
	readonly dataset: Dataset;
	readonly data: SearchRecord['data'];
	/** The search that is taken up, or null. */
	readonly left: SearchRecord | null;
}

async function readLeft(path: string): Promise<SearchRecord> {
	try {
		return readSearch(new TextDecoder().decode(await readInput(path)));
	} catch (error) {
		if (error instanceof SearchError) throw new SearchError(`${path}: ${error.message}`);
		throw error;
	}
}

/** What was said of images, or by the search that is taken up. */
async function imagesFor(options: SearchOptions, left: SearchRecord | null, terminal: Terminal) {
	const { data, limitTrain, seed } = options;
	const images = left?.data.images ?? limitTrain;
	const drawn = left?.data.seed ?? null;
	const source = drawn === null ? data : `procedural:${drawn}`;
	const procedural = /^procedural(:|$)/.test(source);
	const knobs = { ...knobsFrom(options), ...(images === undefined ? {} : { train: images }) };
	// The test split is not looked at: of procedural images the least is made.
	const config = dataConfigFrom(
		source,
		procedural ? { train: defaultImages, ...knobs, test: 1 } : knobs,
		seed
	);
	const { dataset, skipped } = await loadData(config);
	tellSkipped(terminal, skipped);
	return { dataset, data: await describeImages(dataset, config.kind === 'procedural' ? config.seed : null) };
}

async function prepare(
	options: SearchOptions,
	given: readonly string[],
	terminal: Terminal
): Promise<Prepared> {
	const { resume, candidates, minutes } = options;
	if (resume === undefined) {
		return { ...(await imagesFor(options, null, terminal)), settings: settingsFrom(options), left: null };
	}
	const fixed = given.find((name) => !mayChange.includes(name));
	if (fixed !== undefined) {
		throw new InputError(
			`--${fixed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} cannot be changed: the search goes on as it began.`
		);
	}
	const left = await readLeft(resume);
	const settings = {
		...left.settings,
		...(given.includes('candidates') ? { candidates } : {}),
		...(given.includes('minutes') ? { minutes } : {})
	};
	const images = await imagesFor(options, left, terminal);
	if (images.data.sha256 === left.data.sha256) return { ...images, settings, left };
	throw new InputError(
		`${resume} is a search on other images: say which they are with --data, --side, --noise and --label-noise.`
	);
}

/** The engine of the search that is taken up, the one that is named, or the fastest. */
async function engineFor(
	{ settings, dataset, left }: Prepared,
	options: SearchOptions,
	terminal: Terminal
): Promise<Engine> {
	const { engine: named, adapter, threads } = options;
	const known = named === 'auto' && left !== null ? left.engine : named;
	if (known !== 'auto' || adapter !== 'auto') {
		return openEngineOf({ ...options, engine: known as SearchOptions['engine'] });
	}
	const { backbone, batch, size } = settings;
	const { optimizer } = candidateConfig(settings, dataset);
	const graph = buildGraph(variantNamed(backbone), { classes: dataset.classes.length });
	return openFastest({ model: backbone, graph, optimizer, batch, imageSize: size }, threads, terminal);
}

/** Step times of two devices are not to be compared. */
function checkDevice(left: SearchRecord | null, { device }: Engine): void {
	if (left === null || (left.engine === device.engine && left.adapter === device.adapter)) return;
	throw new InputError(
		`The search was measured with ${left.engine} on ${left.adapter}; here it would go on with ${device.engine} on ${device.adapter}, whose step times are others.`
	);
}

async function run(
	prepared: Prepared,
	engine: Engine,
	options: SearchOptions,
	terminal: Terminal
): Promise<SearchRecord> {
	const { settings, data, left } = prepared;
	const { adapter, software } = engine.device;
	const results: Result[] = [...(left?.results ?? [])];
	const startedAt = left?.startedAt ?? new Date().toISOString();
	const where = { startedAt, engine: engine.device.engine, adapter, software, browser: 'lab' };
	const record = (): SearchRecord => ({ ...where, settings, data, results });
	const progress = new SearchProgress(terminal, settings);
	let stopping = false;
	const restoreSignals = stopOnSignal(() => (stopping = true), terminal);
	try {
		const dataset = holdOut(prepared.dataset, settings.seed);
		const backbone = variantNamed(settings.backbone);
		for await (const event of search({ engine, dataset, backbone, settings, clock, results })) {
			if (event.type === 'result') results.push(event.result);
			if (event.type === 'result' && options.out !== undefined) await keep(options.out, record());
			progress.note(event, results);
			await turn();
			if (stopping) throw interrupted(results.length, options);
		}
		return record();
	} finally {
		restoreSignals();
	}
}

const keep = (path: string, record: SearchRecord) =>
	writeAside(path, `${JSON.stringify(searchDocument(record), null, '\t')}\n`);

function interrupted(measured: number, { out }: SearchOptions): Interrupted {
	const how = out === undefined ? 'nothing was kept, as there is no --out' : `go on with --resume ${out}`;
	return new Interrupted(`Stopped after ${measured} candidates; ${how}.`);
}

export function searchCommand(terminal: Terminal): Command {
	const command = withSearch(new Command('search'));
	return command
		.description('trains candidates of a search space and ranks them by accuracy · time^w · parameters^v')
		.action(async (options: SearchOptions) => {
			const given = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
			const prepared = await prepare(options, given, terminal);
			candidateConfig(prepared.settings, holdOut(prepared.dataset, prepared.settings.seed));
			const engine = await engineFor(prepared, options, terminal);
			try {
				checkDevice(prepared.left, engine);
				const record = await run(prepared, engine, options, terminal);
				if (options.out !== undefined) await keep(options.out, record);
				print(terminal, options.json, searchDocument(record), () => describeSearch(record));
			} finally {
				engine.close();
			}
		});
}
