import type { Device, WorkerEvent } from '$lib/worker/protocol';
import type { Draft } from './draft.svelte';
import { batchFor, partsFor } from './fileData';
import type { DataReport } from './dataReport';

/** Fits the draft to the data that were loaded, and gives back the reader's batch that a small set had lowered. */
export class DataFit {
	/** Of the files that were sent last. */
	splitSeed = 0;
	readonly #draft: Draft;
	/** The reader's batch, and what a set made of it; null where the draft has the reader's own. */
	#lowered: { readonly from: number; readonly to: number } | null = null;

	constructor(draft: Draft) {
		this.#draft = draft;
	}

	fit(data: DataReport, device: Device | null): void {
		const { config } = this.#draft;
		// A lowered batch that the reader has touched since is the reader's own.
		const from = config.batch === this.#lowered?.to ? this.#lowered.from : config.batch;
		const parts = partsFor({ ...config, batch: from }, data, device, this.splitSeed);
		const images = config.data.train ?? data.train;
		const to = parts?.batch ?? (from === config.batch ? from : batchFor(from, images));
		if (parts !== null || to !== config.batch) this.#draft.merge({ ...parts, batch: to });
		this.#lowered = to < from ? { from, to } : null;
	}

	/** A run that comes back brings a batch of its own. */
	take(event: WorkerEvent): void {
		if (event.type === 'restored') this.#lowered = null;
	}
}
