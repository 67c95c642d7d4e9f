/** What `lab search` tells: a line for each candidate, and the table at the end. */
import type { SearchRecord } from '$lib/labs/search/document';
import { rewarded, type Ranked } from '$lib/labs/search/front';
import { genesText } from '$lib/labs/search/genes';
import type { Result } from '$lib/labs/search/result';
import type { SearchEvent } from '$lib/labs/search/search';
import type { SearchSettings } from '$lib/labs/search/settings';
import { table, type Terminal } from './terminal';

/** Least time between two states of the line that a screen shows, ms. */
const REFRESH_MS = 250;

const percent = (share: number | null) => (share === null ? 'diverged' : `${(100 * share).toFixed(1)} %`);
const milliseconds = (ms: number | undefined) => (ms === undefined ? '–' : `${ms.toPrecision(3)} ms`);

/** Tells on standard error how a search goes; on a screen also of its steps. */
export class SearchProgress {
	readonly #terminal: Terminal;
	readonly #settings: SearchSettings;
	#network = '';
	#shownAt = -Infinity;

	constructor(terminal: Terminal, settings: SearchSettings) {
		this.#terminal = terminal;
		this.#settings = settings;
	}

	/** @param results with the one that the event tells of */
	note(event: SearchEvent, results: readonly Result[]): void {
		const { candidates } = this.#settings;
		if (event.type === 'candidate') this.#network = genesText(event.candidate.genes);
		if (event.type === 'result') {
			const reward = rewarded(results, this.#settings).at(-1)?.reward ?? null;
			this.#line(
				`${event.result.number + 1}/${candidates} ${this.#network}: ${percent(event.result.accuracy)}, ` +
					`${milliseconds(event.result.step?.median)} a step, ${event.result.parameters} parameters, ` +
					`reward ${reward === null ? '–' : reward.toFixed(4)}`
			);
		}
		if (event.type !== 'step' || !this.#terminal.live) return;
		const now = performance.now();
		if (now - this.#shownAt < REFRESH_MS) return;
		this.#shownAt = now;
		const at = `${event.number + 1}/${candidates} ${this.#network}: step ${event.step}/${event.steps}`;
		this.#terminal.err(`\r\x1b[K${at}`);
	}

	#line(text: string): void {
		this.#terminal.err(this.#terminal.live ? `\r\x1b[K${text}\n` : `${text}\n`);
	}
}

const header = ['#', 'network', 'from', 'accuracy', 'step', 'parameters', 'reward'];

function cells({ result, reward }: Ranked): (string | number)[] {
	const { number, genes, origin, parent, accuracy, step, parameters } = result;
	const from = parent === null ? origin : `${origin} of ${parent}`;
	const measured = [percent(accuracy), milliseconds(step?.median), parameters, reward.toFixed(4)];
	return [number, genesText(genes), from, ...measured];
}

/** The table, the highest reward first. */
export function describeSearch({ settings, data, results, engine, adapter }: SearchRecord): string {
	const { backbone, size, batch, steps, w, v } = settings;
	const ranked = rewarded(results, settings).sort((a, b) => b.reward - a.reward);
	const head =
		`Around ${backbone} at ${size} px, batch ${batch}, ${steps} steps each, on ${engine} (${adapter}); accuracy on ` +
		`${data.heldOut} of ${data.images} training images; reward A·S^${w}·P^${v}, S and P in those of the backbone`;
	return `${head}\n${table([header, ...ranked.map(cells)])}`;
}
