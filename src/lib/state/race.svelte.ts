import * as v from 'valibot';
import { BenchClient } from '$lib/worker/benchClient';
import {
	raceSettingsSchema,
	type BenchCommand,
	type BenchEvent,
	type RaceFailureKind,
	type RaceSettings
} from '$lib/worker/benchProtocol';
import { fieldError, type FieldError } from './field';
import { noResults, raceTimeLeft, withEvent, type RaceResult } from './raceResult';

type EventOf<Type extends BenchEvent['type']> = Extract<BenchEvent, { type: Type }>;
export type RaceAdapter = Omit<EventOf<'device'>, 'type'>;
export type NoWebgpu = EventOf<'no-webgpu'>['reason'];

/** Under what a race was run: everything that its figures depend on and that is known here. */
export interface RaceConditions {
	readonly settings: RaceSettings;
	readonly adapter: RaceAdapter;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** idle: none yet · racing · finished · stopped: by the reader · failed: see `problem`. */
export type RaceState = 'idle' | 'racing' | 'finished' | 'stopped' | 'failed';

/** A race that ends while a reader watches. */
const defaults = {
	gpu: { model: 'v2-nano', imageSize: 32, batch: 32, repeats: 5 },
	software: { model: 'v2-pico', imageSize: 16, batch: 8, repeats: 3 }
} satisfies Record<string, RaceSettings>;

/**
 * Everything that the race page shows, and what its buttons do. Nothing happens before `look`, so that it can be made
 * while the page is prerendered. Every race has a fresh worker, so that nothing of the last one is warm in it; results
 * stay until the next race begins.
 */
export class Race {
	/** Null until the worker has answered, and without WebGPU. */
	adapter = $state.raw<RaceAdapter | null>(null);
	/** Why there is no WebGPU here; null where there is, or while that is not known. */
	noWebgpu = $state.raw<NoWebgpu | null>(null);
	state = $state<RaceState>('idle');
	results = $state.raw<readonly RaceResult[]>(noResults());
	/** The adapter's own rate in a plain matrix product, GFLOP/s; null before it was measured. */
	matmul = $state<number | null>(null);
	/** Of the race that `results` are of; null before the first. */
	conditions = $state.raw<RaceConditions | null>(null);
	/** How often the page was hidden during the race. */
	interruptions = $state(0);
	problem = $state.raw<{ readonly kind: RaceFailureKind; readonly message: string } | null>(null);
	/** What the next race will be. Valid at all times: what does not fit is refused and named. */
	settings = $state.raw<RaceSettings>(defaults.gpu);
	errors = $state.raw<Readonly<Partial<Record<keyof RaceSettings, FieldError>>>>({});

	readonly racing = $derived(this.state === 'racing');
	readonly ready = $derived(this.adapter !== null && !this.racing && Object.keys(this.errors).length === 0);
	/** Until the last turn, ms; null before everybody is ready. */
	readonly timeLeftMs = $derived(
		this.racing && this.conditions !== null
			? raceTimeLeft(this.results, this.conditions.settings.repeats)
			: null
	);

	readonly #client: BenchClient;
	#edited = false;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: BenchClient = new BenchClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Asks which adapter there is; loads no engine. */
	look(): void {
		this.#client.send({ type: 'look' });
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set(field: keyof RaceSettings, value: string | number): void {
		const checked = v.safeParse(raceSettingsSchema, { ...this.settings, [field]: value });
		const { [field]: before, ...others } = this.errors;
		const error = checked.success ? undefined : fieldError(checked.issues[0]);
		if (error !== undefined) this.errors = { ...others, [field]: error };
		else if (before !== undefined) this.errors = others;
		if (!checked.success) return;
		this.settings = checked.output;
		this.#edited = true;
	}

	/** Begins a race with the settings as they stand, in a fresh worker. */
	start(): void {
		if (this.adapter === null) return;
		this.#client.close();
		this.state = 'racing';
		this.results = noResults();
		this.matmul = null;
		this.problem = null;
		this.interruptions = this.#hidden ? 1 : 0;
		const { settings, adapter } = this;
		this.conditions = { settings, adapter, browser: navigator.userAgent, startedAt: Date.now() };
		if (this.#hidden) this.#send({ type: 'visibility', hidden: true });
		this.#send({ type: 'race', settings });
	}

	/** Ends the race at once; what was measured stays. */
	stop(): void {
		if (!this.racing) return;
		this.#client.close();
		this.state = 'stopped';
	}

	/** Tells whether the reader sees the page: a race waits while it is hidden. */
	set hidden(hidden: boolean) {
		if (hidden === this.#hidden) return;
		this.#hidden = hidden;
		if (!this.racing) return;
		if (hidden) this.interruptions++;
		this.#send({ type: 'visibility', hidden });
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#send(command: BenchCommand): void {
		this.#client.send(command);
	}

	#take(event: BenchEvent): void {
		switch (event.type) {
			case 'device':
				this.#meet({ adapter: event.adapter, software: event.software });
				break;
			case 'no-webgpu':
				this.noWebgpu = event.reason;
				this.adapter = null;
				if (this.racing) this.state = 'failed';
				break;
			case 'matmul':
				this.matmul = event.gigaflops;
				break;
			case 'end':
				this.state = 'finished';
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				if (this.racing) this.state = 'failed';
				break;
			default:
				this.results = withEvent(this.results, event);
		}
	}

	#meet(adapter: RaceAdapter): void {
		this.adapter = adapter;
		this.noWebgpu = null;
		if (!this.#edited && this.state === 'idle') {
			this.settings = adapter.software ? defaults.software : defaults.gpu;
		}
		// The adapter of a fresh worker may be another one.
		if (this.racing && this.conditions !== null) this.conditions = { ...this.conditions, adapter };
	}
}
