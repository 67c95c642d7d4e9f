import {
	bottleneckDefaults,
	bottleneckParts,
	type BottleneckPart,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import { findVariant } from '$lib/model/variants';
import { BottlenecksClient } from '$lib/worker/bottlenecksClient';
import type { BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';
import { labEngines, type LabEngine, type LabEntrant, type LabFailureKind } from '$lib/worker/labProtocol';
import type { FieldError } from '../field';
import { checked, startingMemory, typedSizes, type BottleneckField } from './form';
import { begun, noResults, partUnderWay, withEvent, type AnyResult, type PartResults } from './results';

type NumberField = Exclude<BottleneckField, 'model' | 'against' | 'sizes'>;

/**
 * Everything that the page of bottlenecks shows, and what its controls do. Nothing happens before `look`, so that it can be
 * made while the page is prerendered. One part is measured at a time, each in a fresh worker; what a part told stays until
 * it is measured again.
 */
export class BottlenecksLab {
	/** What could be measured on, whether it is there or not. */
	readonly engines = labEngines;
	/** What there is to measure on; null until the worker has answered. */
	entrants = $state.raw<readonly LabEntrant[] | null>(null);
	/** What is measured on next; null where nothing is there. */
	engine = $state<LabEngine | null>(null);
	/** Valid at all times: what does not fit is refused and named. */
	settings = $state.raw(bottleneckDefaults);
	errors = $state.raw<Readonly<Partial<Record<BottleneckField, FieldError>>>>({});
	results = $state.raw<PartResults>(noResults);
	/** What went wrong before anything was measured. */
	problem = $state.raw<{ readonly kind: LabFailureKind; readonly message: string } | null>(null);

	readonly busy = $derived(partUnderWay(this.results));
	readonly ready = $derived(
		this.engine !== null && this.busy === null && Object.keys(this.errors).length === 0
	);
	/** Whether something was measured. */
	readonly measured = $derived(bottleneckParts.some((part) => this.results[part].told !== null));

	readonly #client: BottlenecksClient;
	/** What the part under way told before: kept where the new measurement is refused before its first turn. */
	#before: AnyResult | null = null;
	#selected = false;
	#memoryChosen = false;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: BottlenecksClient = new BottlenecksClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Asks what there is to measure on; loads no engine. */
	look(): void {
		this.#client.send({ type: 'look' });
	}

	/** Takes the settings of a link; tells whether the networks of it are two. */
	open(settings: BottleneckSettings): boolean {
		const differ = settings.model !== settings.against;
		if (!differ) return false;
		this.settings = settings;
		this.errors = {};
		this.#memoryChosen = true;
		return true;
	}

	/** The network of all parts, with a memory to begin with. The one beside it gives way where it would be the same. */
	setModel(model: string): void {
		const variant = findVariant(model);
		if (variant === undefined) return;
		const { settings } = this;
		const against = settings.against === model ? settings.model : settings.against;
		this.settings = { ...settings, model, against, memory: startingMemory(variant, settings.sizes) };
		this.#memoryChosen = false;
		this.errors = {};
	}

	setAgainst(against: string): void {
		if (findVariant(against) === undefined) return;
		const { settings } = this;
		const model = settings.model === against ? settings.against : settings.model;
		this.settings = { ...settings, model, against };
	}

	/** Takes image sizes as they are typed; the memory follows them until the reader has set it. */
	setSizes(text: string): void {
		this.#settle('sizes', { ...this.settings, sizes: typedSizes(text) });
		const variant = findVariant(this.settings.model);
		if (this.#memoryChosen || variant === undefined) return;
		this.settings = { ...this.settings, memory: startingMemory(variant, this.settings.sizes) };
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set(field: NumberField, value: number): void {
		this.#settle(field, { ...this.settings, [field]: value });
		if (field === 'memory') this.#memoryChosen = true;
	}

	choose(engine: LabEngine): void {
		if (!this.#has(engine)) return;
		this.engine = engine;
		this.#selected = true;
	}

	/** Measures a part with the settings as they stand, in a fresh worker. */
	start(part: BottleneckPart): void {
		const { engine, settings } = this;
		if (!this.ready || engine === null) return;
		this.#client.close();
		this.problem = null;
		this.#before = this.results[part];
		const conditions = { settings, engine, browser: navigator.userAgent, startedAt: Date.now() };
		this.results = { ...this.results, [part]: begun(conditions, this.#hidden) };
		if (this.#hidden) this.#client.send({ type: 'visibility', hidden: true });
		this.#client.send({ type: 'measure', part, settings, engine });
	}

	/** Ends it at once; what was measured stays. */
	stop(): void {
		const { busy } = this;
		if (busy === null) return;
		this.#client.close();
		this.results = { ...this.results, [busy]: { ...this.results[busy], preparing: null, state: 'stopped' } };
	}

	/** Tells whether the reader sees the page: measuring waits while it is hidden. */
	set hidden(hidden: boolean) {
		if (hidden === this.#hidden) return;
		this.#hidden = hidden;
		const { busy, results } = this;
		if (busy === null) return;
		if (hidden) {
			const interruptions = results[busy].interruptions + 1;
			this.results = { ...results, [busy]: { ...results[busy], interruptions } };
		}
		this.#client.send({ type: 'visibility', hidden });
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#settle(field: BottleneckField, settings: typeof this.settings): void {
		const { settings: taken, error } = checked(settings);
		const others = Object.entries(this.errors).filter(([name]) => name !== field);
		this.errors = Object.fromEntries([...others, ...(error === null ? [] : [[field, error] as const])]);
		if (taken !== null) this.settings = taken;
	}

	#has(engine: LabEngine): boolean {
		return this.entrants?.some((entrant) => entrant.engine === engine && entrant.found.here) ?? false;
	}

	#take(event: BottlenecksEvent): void {
		if (event.type === 'field') return this.#meet(event.entrants);
		const { busy } = this;
		if (busy === null) {
			if (event.type === 'failure') this.problem = { kind: event.kind, message: event.message };
			return;
		}
		const result = withEvent(this.results[busy], event);
		const isRefused = event.type === 'failure' && result.told === null && this.#before?.told;
		const { state, problem } = result;
		this.results = {
			...this.results,
			[busy]: isRefused ? { ...this.#before, state, problem } : result
		};
	}

	/** Unless the reader has chosen, the first that is there and is what it seems; else whatever is there. */
	#meet(entrants: readonly LabEntrant[]): void {
		this.entrants = entrants;
		if (this.#selected && this.engine !== null && this.#has(this.engine)) return;
		const here = entrants.filter(({ found }) => found.here);
		const real = here.find(({ found }) => found.here && !found.device.software);
		this.engine = (real ?? here[0])?.engine ?? null;
	}
}
