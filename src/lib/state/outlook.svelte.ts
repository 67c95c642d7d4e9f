import { imageCost } from './cost';
import { imagesOfEpoch } from './images';
import { paceOfRun, paceOfTrial, type BySize } from './pace';
import type { Playground } from './playground.svelte';

/** What the draft would cost if it were trained now: multiply-adds as counted, time as this device's pace has it. */
export class Outlook {
	readonly #playground: Playground;
	readonly #config = $derived.by(() => this.#playground.draft.config);

	/** Multiply-adds of one image forward. */
	readonly cost: BySize = $derived.by(() => imageCost(this.#config.model));
	/** Training images of an epoch. */
	readonly images = $derived.by(() => imagesOfEpoch(this.#config, this.#playground.data));
	/** Milliseconds by the clock to train on an image, or null before anything was measured. */
	readonly pace: BySize | null = $derived.by(() => {
		const pace = this.#trainingPace();
		const { factor } = this.#playground.going.gentle;
		return pace === null ? null : (size) => factor * pace(size);
	});

	constructor(playground: Playground) {
		this.#playground = playground;
	}

	#trainingPace(): BySize | null {
		const { run, record, device, trials } = this.#playground;
		const { model } = this.#config;
		const own =
			run?.config.model === model && run.config.batch === this.#config.batch && record.last !== null;
		const measured = own ? paceOfRun(record.stopwatch, this.#config.batch, this.cost) : null;
		const trial = trials.find(({ engine }) => engine === device?.engine);
		return measured ?? paceOfTrial(trial, model, imageCost);
	}
}
