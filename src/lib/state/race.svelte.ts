import * as v from 'valibot';
import { BenchClient } from '$lib/worker/benchClient';
import {
	contestantNames,
	raceSettingsSchema,
	type BenchCommand,
	type BenchEvent,
	type ContestantName,
	type Entrant,
	type RaceFailureKind,
	type RaceSettings
} from '$lib/worker/benchProtocol';
import { fieldError, type FieldError } from './field';
import { defaultsFor, isHere, usualSettings } from './raceChoice';
import { noRates, noResults, raceTimeLeft, withEvent, type MatmulRates, type RaceResult } from './raceResult';

/** Under what a race was run: everything that its figures depend on and that is known here. */
export interface RaceConditions {
	readonly settings: RaceSettings;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** idle: none yet · racing · finished · stopped: by the reader · failed: see `problem`. */
export type RaceState = 'idle' | 'racing' | 'finished' | 'stopped' | 'failed';

/**
 * Everything that the race page shows, and what its buttons do. Nothing happens before `look`, so that it can be made
 * while the page is prerendered. Every race has a fresh worker, so that nothing of the last one is warm in it; results
 * stay until the next race begins.
 */
export class Race {
	/** Who could race in this browser; null until the worker has answered. */
	entrants = $state.raw<readonly Entrant[] | null>(null);
	/** Who is to race next, in the order of their turns. */
	chosen = $state.raw<readonly ContestantName[]>([]);
	state = $state<RaceState>('idle');
	/** Of the last race; before it, of nobody. */
	results = $state.raw<readonly RaceResult[]>([]);
	matmul = $state.raw<MatmulRates>(noRates);
	/** Of the race that `results` are of; null before the first. */
	conditions = $state.raw<RaceConditions | null>(null);
	/** How often the page was hidden during the race. */
	interruptions = $state(0);
	problem = $state.raw<{ readonly kind: RaceFailureKind; readonly message: string } | null>(null);
	/** What the next race will be. Valid at all times: what does not fit is refused and named. */
	settings = $state.raw<RaceSettings>(usualSettings.gpu);
	errors = $state.raw<Readonly<Partial<Record<keyof RaceSettings, FieldError>>>>({});

	/** The results, or before the first race those of the chosen, who have none yet. */
	readonly shown = $derived(this.state === 'idle' ? noResults(this.chosen) : this.results);
	readonly racing = $derived(this.state === 'racing');
	readonly ready = $derived(
		this.entrants !== null && this.chosen.length > 0 && !this.racing && Object.keys(this.errors).length === 0
	);
	/** Until the last turn, ms; null before everybody is ready. */
	readonly timeLeftMs = $derived(
		this.racing && this.conditions !== null
			? raceTimeLeft(this.results, this.conditions.settings.repeats)
			: null
	);

	readonly #client: BenchClient;
	#edited = false;
	#selected = false;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: BenchClient = new BenchClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Asks who could race here; loads no engine. */
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

	/** Ticks or unticks a contestant for the next race; one that is not to be had here cannot be ticked. */
	choose(contestant: ContestantName, takesPart: boolean): void {
		const has = (name: ContestantName) =>
			name === contestant ? takesPart && isHere(this.entrants, name) : this.chosen.includes(name);
		this.chosen = contestantNames.filter(has);
		this.#selected = true;
	}

	/** Begins a race with the settings as they stand, in a fresh worker. */
	start(): void {
		if (this.entrants === null || this.chosen.length === 0) return;
		this.#client.close();
		this.state = 'racing';
		this.results = noResults(this.chosen);
		this.matmul = noRates;
		this.problem = null;
		this.interruptions = this.#hidden ? 1 : 0;
		const { settings } = this;
		this.conditions = { settings, browser: navigator.userAgent, startedAt: Date.now() };
		if (this.#hidden) this.#send({ type: 'visibility', hidden: true });
		this.#send({ type: 'race', settings, contestants: [...this.chosen] });
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
			case 'field':
				this.#meet(event.entrants);
				break;
			case 'matmul':
				this.matmul = { ...this.matmul, [event.of]: event.gigaflops };
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

	/** Before the first race, what the reader has not chosen follows from what there is here. */
	#meet(entrants: readonly Entrant[]): void {
		this.entrants = entrants;
		this.chosen = this.chosen.filter((name) => isHere(entrants, name));
		if (this.state !== 'idle') return;
		const { contestants, settings } = defaultsFor(entrants);
		if (!this.#selected) this.chosen = contestants;
		if (!this.#edited) this.settings = settings;
	}
}
