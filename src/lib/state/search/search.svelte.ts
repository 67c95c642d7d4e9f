import * as v from 'valibot';
import { budgetSpent } from '$lib/labs/search/budget';
import { readSearch, SearchError, type SearchRecord } from '$lib/labs/search/document';
import { rewarded } from '$lib/labs/search/front';
import type { Result } from '$lib/labs/search/result';
import type { Genes } from '$lib/labs/search/genes';
import { defaultSearch, type SearchSettings } from '$lib/labs/search/settings';
import type { Device, Trial } from '$lib/worker/deviceProtocol';
import { SearchClient } from '$lib/worker/searchClient';
import type { SearchEvent, SearchFailureKind } from '$lib/worker/searchProtocol';
import { fieldError, type FieldError } from '../field';
import { defaultForm, searchFormSchema, type SearchForm } from './form';

/** idle: none yet, or one from a file · stopped: by the reader · failed: see `problem`. */
export type SearchState = 'idle' | 'running' | 'pausing' | 'paused' | 'finished' | 'stopped' | 'failed';

/** The candidate that is being trained. */
export interface Training {
	readonly number: number;
	readonly genes: Genes;
	readonly step: number;
	readonly steps: number;
}

/** Everything that the live part of the page of the search shows, and what its buttons do. Nothing happens before `look`. */
export class SearchLab {
	device = $state.raw<Device | null>(null);
	trials = $state.raw<readonly Trial[]>([]);
	state = $state<SearchState>('idle');
	/** The search that is shown: this page's or one from a file; null before there is one. */
	record = $state.raw<SearchRecord | null>(null);
	/** The one before it, which it is compared with. */
	previous = $state.raw<SearchRecord | null>(null);
	training = $state.raw<Training | null>(null);
	/** Images made so far of all; null when all are there. */
	making = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
	/** Why the last search ended. */
	end = $state<Extract<SearchEvent, { type: 'end' }>['reason'] | null>(null);
	problem = $state.raw<{ readonly kind: SearchFailureKind; readonly message: string } | null>(null);
	/** Why a file was not taken, in English; null where it was. */
	refusal = $state<string | null>(null);
	/** What the next search will be. Valid at all times: what does not fit is refused and named. */
	form = $state.raw<SearchForm>(defaultForm);
	errors = $state.raw<Readonly<Partial<Record<keyof SearchForm, FieldError>>>>({});

	readonly busy = $derived(this.state === 'running' || this.state === 'pausing' || this.state === 'paused');
	readonly ready = $derived(!this.busy && this.device !== null && Object.keys(this.errors).length === 0);
	/** Candidates with their reward by the exponents of their search. */
	readonly ranked = $derived(this.record === null ? [] : rewarded(this.record.results, this.record.settings));
	readonly previousRanked = $derived(
		this.previous === null ? [] : rewarded(this.previous.results, this.previous.settings)
	);
	/** Whether the search can be taken up where it is, with the budget as it is set now. */
	readonly resumable = $derived.by(() => {
		const { record, device, ready, form } = this;
		if (!ready || record === null || device === null || record.results.length === 0) return false;
		if (record.data.seed === null || record.data.images > 50_000) return false;
		if (record.engine !== device.engine || record.adapter !== device.adapter) return false;
		return budgetSpent(record.results, form) === null;
	});
	/** Share of the budget that is spent, whichever is nearer to its end. */
	readonly progress = $derived.by(() => {
		const { record, training, form } = this;
		const { candidates, minutes } = record?.settings ?? form;
		const results = record?.results ?? [];
		const spent = results.reduce((sum, { totalMs }) => sum + totalMs, 0) / (minutes * 60_000);
		const part = training === null ? 0 : training.step / training.steps;
		return Math.min(1, Math.max(spent, (results.length + part) / candidates));
	});

	readonly #client: SearchClient;
	/** Of the search that runs: the form may be changed meanwhile. */
	#settings: SearchSettings = defaultSearch;

	/** @param client another door to the worker, for tests */
	constructor(client: SearchClient = new SearchClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Finds the device. */
	look(): void {
		this.#client.send({ type: 'look' });
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set<Name extends keyof SearchForm>(name: Name, value: SearchForm[Name]): void {
		const checked = v.safeParse(searchFormSchema, { ...this.form, [name]: value });
		const others = Object.fromEntries(Object.entries(this.errors).filter(([known]) => known !== name));
		this.errors = checked.success ? others : { ...others, [name]: fieldError(checked.issues[0]) };
		if (checked.success) this.form = checked.output;
	}

	/** Begins a new search; the one that is shown becomes the one that it is compared with. */
	start(): void {
		if (!this.ready) return;
		this.#shift();
		const { train, engine, ...settings } = this.form;
		const images = { seed: 0, train };
		this.#begin(settings);
		this.#client.send({ type: 'search', settings, images, engine, left: null });
	}

	/** Goes on with the search that is shown, with the budget that is set now. */
	goOn(): void {
		const { record, form } = this;
		const seed = record?.data.seed ?? null;
		if (!this.resumable || record === null || seed === null) return;
		const { candidates, minutes } = form;
		const settings = { ...record.settings, candidates, minutes };
		const { images: train, sha256 } = record.data;
		const { engine, adapter } = record;
		const results = record.results.map((result) => ({ ...result, genes: [...result.genes] }));
		this.record = { ...record, settings };
		this.#begin(settings);
		const left = { results, sha256, engine, adapter };
		const images = { seed, train };
		this.#client.send({ type: 'search', settings, images, engine: form.engine, left });
	}

	pause(): void {
		if (this.state !== 'running') return;
		this.state = 'pausing';
		this.#client.send({ type: 'pause' });
	}

	resume(): void {
		if (this.state !== 'paused' && this.state !== 'pausing') return;
		this.state = 'running';
		this.#client.send({ type: 'resume' });
	}

	/** Ends the search at once, with all its memory; what was measured stays. */
	stop(): void {
		if (!this.busy) return;
		this.#client.close();
		this.#over('stopped');
	}

	/** Shows the search of a file; the one that is shown becomes the one that it is compared with. Keeps both where the file is refused. */
	take(text: string): void {
		if (this.busy) return;
		try {
			const record = readSearch(text);
			this.#shift();
			this.record = record;
			this.#over('idle');
			this.refusal = null;
		} catch (error) {
			if (!(error instanceof SearchError)) throw error;
			this.refusal = error.message;
		}
	}

	/** Takes the search away that is compared with. */
	forget(): void {
		this.previous = null;
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#shift(): void {
		if (this.record !== null && this.record.results.length > 0) this.previous = this.record;
		this.record = null;
	}

	#begin(settings: SearchSettings): void {
		this.#settings = settings;
		this.state = 'running';
		this.problem = null;
		this.end = null;
		this.training = null;
	}

	#over(state: SearchState): void {
		this.state = state;
		this.training = null;
		this.making = null;
	}

	#take(event: SearchEvent): void {
		switch (event.type) {
			case 'device':
				this.device = event.device;
				this.trials = event.trials;
				break;
			case 'data-progress':
				this.making = event.done < event.total ? { done: event.done, total: event.total } : null;
				break;
			case 'began':
				this.#began(event.data);
				break;
			case 'candidate':
				this.#train(event.number, event.genes);
				break;
			case 'step':
				this.#step(event.step);
				break;
			case 'result':
				this.#measured(event.result);
				break;
			case 'paused':
				if (this.state === 'pausing') this.state = 'paused';
				break;
			case 'resumed':
				break;
			case 'end':
				this.end = event.reason;
				this.#over('finished');
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				if (this.busy) this.#over('failed');
		}
	}

	#train(number: number, genes: Genes): void {
		this.training = { number, genes, step: 0, steps: this.#settings.steps };
	}

	#step(step: number): void {
		if (this.training !== null) this.training = { ...this.training, step };
	}

	#measured(result: Result): void {
		if (this.record === null) return;
		this.record = { ...this.record, results: [...this.record.results, result] };
	}

	#began(data: SearchRecord['data']): void {
		const { device } = this;
		// One that is taken up has its record already.
		if (this.record !== null || device === null) return;
		const { engine, adapter, software } = device;
		const settings = this.#settings;
		const where = { engine, adapter, software, browser: navigator.userAgent };
		this.record = { startedAt: isoTime(Date.now()), ...where, settings, data, results: [] };
	}
}

/** A moment (milliseconds since 1970) as ISO 8601. */
const isoTime = (ms: number) => new Date(ms).toISOString();
