import { imageCost } from './cost';
import { paceOfRun, paceOfTrial, type BySize } from './pace';
import type { Playground } from './playground.svelte';

/** What the draft would cost if it were trained now: multiply-adds as counted, time as this device's pace has it. */
export class Outlook {
	readonly #playground: Playground;
	readonly #config = $derived.by(() => this.#playground.draft.config);

	/** Multiply-adds of one image forward. */
	readonly cost: BySize = $derived.by(() => imageCost(this.#config.model));
	/** Training images of an epoch. */
	readonly images = $derived.by(() => {
		const { data } = this.#playground;
		const limit = this.#config.data.train ?? Infinity;
		const loaded = data?.kind === this.#config.data.kind && data.kind !== 'procedural' ? data.train : limit;
		return Number.isFinite(loaded) ? Math.min(loaded, limit) : 0;
	});
	/** Milliseconds of training an image, or null before anything was measured. */
	readonly pace: BySize | null = $derived.by(() => {
		const { run, record, device, trials } = this.#playground;
		const { model } = this.#config;
		const own =
			run?.config.model === model && run.config.batch === this.#config.batch && record.last !== null;
		const measured = own ? paceOfRun(record.stopwatch, this.#config.batch, this.cost) : null;
		const trial = trials.find(({ engine }) => engine === device?.engine);
		return measured ?? paceOfTrial(trial, model, imageCost);
	});

	constructor(playground: Playground) {
		this.#playground = playground;
	}
}
