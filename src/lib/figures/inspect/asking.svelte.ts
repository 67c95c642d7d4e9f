import { className } from '$lib/figures/predictions/className';
import type { Language } from '$lib/i18n/language';
import type { Weights } from '$lib/state/inspection.svelte';
import type { Playground } from '$lib/state/playground.svelte';
import type { View } from '$lib/state/view';
import { askableSizes } from './sizes';

type InspectView = View['look'];

/** What the parts of the panel share: what is looked at, with what the network is asked, and how classes are called. */
export class Asker {
	readonly #playground: Playground;
	readonly #language: Language;
	readonly inspection = $derived.by(() => this.#playground.inspection);
	readonly data = $derived.by(() => this.#playground.data);
	/** Steps that the run has made. */
	readonly steps = $derived.by(() => this.#playground.record.steps);
	readonly model = $derived.by(() => this.#playground.run?.config.model ?? '');
	readonly classes = $derived.by(() => this.data?.classes.length ?? 0);
	/** Whether the run keeps a moving average of its weights. */
	readonly averaged = $derived.by(() => (this.#playground.run?.config.emaDecay ?? null) !== null);
	readonly weights = $derived.by((): Weights =>
		this.averaged ? this.#playground.view.weights : 'parameters'
	);
	readonly sizes = $derived.by(() =>
		this.#playground.run === null ? [] : askableSizes(this.#playground.run.config)
	);
	/** Of the stage under way, pixels. */
	readonly ownSize = $derived.by(() => this.#playground.size ?? 0);
	readonly size = $derived.by(() =>
		this.chosenSize !== null && this.sizes.includes(this.chosenSize) ? this.chosenSize : this.ownSize
	);
	/** The largest side that the run trains at, pixels. */
	readonly trainedAt = $derived.by(() =>
		Math.max(0, ...(this.#playground.run?.config.stages ?? []).map(({ size }) => size))
	);
	/** Whether the worker still holds the run's network. */
	readonly gone = $derived.by(() => this.#playground.state === 'lost' || this.#playground.state === 'failed');
	/** Whether there is a network to ask. */
	readonly ready = $derived.by(
		() => this.#playground.run !== null && this.steps > 0 && !this.gone && this.data !== null
	);

	constructor(playground: Playground, language: Language) {
		this.#playground = playground;
		this.#language = language;
	}

	get view(): InspectView {
		return this.#playground.view.look;
	}

	set view(view: InspectView) {
		this.#playground.view.look = view;
	}

	/** Chosen by the reader, pixels; null: that of the stage under way. */
	get chosenSize(): number | null {
		return this.#playground.view.side;
	}

	set chosenSize(size: number | null) {
		this.#playground.view.side = size;
	}

	set chosenWeights(weights: Weights) {
		this.#playground.view.weights = weights;
	}

	askAll(): void {
		this.inspection.askAll({ size: this.size, weights: this.weights });
	}

	/** Sends an image through the network and shows it; only shows it where there is no network. */
	look(image: number, view: InspectView = 'image'): void {
		this.view = view;
		if (this.ready) this.inspection.inspect(image, { size: this.size });
		else this.inspection.turnTo(image);
	}

	name = (label: number): string => (this.data === null ? '' : className(this.#language, this.data, label));
}
