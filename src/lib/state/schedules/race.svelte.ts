import * as v from 'valibot';
import type { RunConfig } from '$lib/recipe/config';
import type { Device, Trial } from '$lib/worker/deviceProtocol';
import { ScheduleClient } from '$lib/worker/scheduleClient';
import type { ScheduleEvent, ScheduleFailureKind } from '$lib/worker/scheduleProtocol';
import { fieldError, type FieldError } from '../field';
import { speedOf } from '../speed';
import { raceLeftMs, summaryOf, usualTarget } from './figures';
import { readRaceLink } from './link';
import { macsBySteps } from './macs';
import { lanesOf, noLanes, withLaneEvent, type Lane } from './results';
import {
	classicTrio,
	commonSchema,
	defaultSettings,
	entrantSchema,
	hasRoom,
	raceConfigs,
	type CommonSettings,
	type EntrantSettings,
	type RaceSettings
} from './settings';
import { compareSchedules } from './verdict';

/** Under what a race was run. */
export interface RaceConditions {
	readonly settings: RaceSettings;
	readonly configs: readonly RunConfig[];
	/** What it was trained on; null before the engine was told. */
	readonly device: Device | null;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** idle: none yet · stopped: by the reader · failed: see `problem`. */
export type ScheduleRaceState = 'idle' | 'racing' | 'pausing' | 'paused' | 'finished' | 'stopped' | 'failed';

type EntrantErrors = Readonly<Partial<Record<keyof EntrantSettings, FieldError>>>;

/** Everything that the page of schedules shows, and what its buttons do. Nothing happens before `look`. */
export class ScheduleRace {
	device = $state.raw<Device | null>(null);
	trials = $state.raw<readonly Trial[]>([]);
	state = $state<ScheduleRaceState>('idle');
	/** Of the last race; none before it. */
	lanes = $state.raw<readonly Lane[]>([]);
	conditions = $state.raw<RaceConditions | null>(null);
	/** Images made so far of all; null when all are there. */
	making = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
	interruptions = $state(0);
	problem = $state.raw<{ readonly kind: ScheduleFailureKind; readonly message: string } | null>(null);
	/** What the next race will be. Valid at all times: what does not fit is refused and named. */
	settings = $state.raw<RaceSettings>(defaultSettings('gpu'));
	errors = $state.raw<Readonly<Partial<Record<keyof CommonSettings, FieldError>>>>({});
	/** Names in the page's link that could not be used. */
	refused = $state.raw<readonly string[]>([]);
	/** In the order of the entrants. */
	entrantErrors = $state.raw<readonly EntrantErrors[]>([]);
	/** Accuracy that the reader asks the time for; null before they do. */
	asked = $state<number | null>(null);

	/** The runs of the next race. */
	readonly next = $derived(raceConfigs(this.settings));
	/** The race that is shown: the last one, or before it the next. */
	readonly shown = $derived.by((): Pick<RaceConditions, 'settings' | 'configs'> => {
		return this.conditions ?? { settings: this.settings, configs: this.next };
	});
	readonly busy = $derived(this.state === 'racing' || this.state === 'pausing' || this.state === 'paused');
	readonly ready = $derived(
		!this.busy &&
			this.device !== null &&
			Object.keys(this.errors).length === 0 &&
			this.entrantErrors.every((errors) => Object.keys(errors).length === 0)
	);
	/** Accuracy that the time is told for. */
	readonly target = $derived(this.asked ?? usualTarget(this.lanes));
	/** Multiply-adds after each step, by entrant of the race that is shown. */
	readonly macs = $derived(this.shown.configs.map(macsBySteps));
	readonly summaries = $derived(
		this.shown.configs.map((config, entrant) => summaryOf(lanesOf(this.lanes, entrant), config.batch))
	);
	readonly comparisons = $derived(compareSchedules(this.shown.settings.entrants, this.summaries));
	readonly leftMs = $derived(this.busy ? raceLeftMs(this.lanes, this.macs) : null);
	/** Share of all steps that are made. */
	readonly progress = $derived.by(() => {
		const shares = this.lanes.map(({ step, steps, phase }) => {
			return phase === 'diverged' || phase === 'finished' ? 1 : step / Math.max(1, steps);
		});
		return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
	});

	readonly #client: ScheduleClient;
	#edited = false;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: ScheduleClient = new ScheduleClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Finds the device, and takes the settings of a link where the page's fragment holds some. */
	look(fragment: string): void {
		const linked = readRaceLink(fragment, this.settings);
		if (linked !== null) {
			this.#change(linked.settings);
			this.refused = linked.refused;
		}
		this.#client.send({ type: 'look' });
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set<Name extends keyof CommonSettings>(name: Name, value: CommonSettings[Name]): void {
		const checked = v.safeParse(commonSchema, { ...this.settings, [name]: value });
		this.errors = withError(this.errors, name, checked);
		if (checked.success) this.#change({ ...this.settings, ...checked.output });
	}

	/** As `set`, of one entrant. */
	setEntrant<Name extends keyof EntrantSettings>(
		index: number,
		name: Name,
		value: EntrantSettings[Name]
	): void {
		const before = this.settings.entrants[index];
		if (before === undefined) return;
		const checked = v.safeParse(entrantSchema, { ...before, [name]: value });
		this.entrantErrors = this.settings.entrants.map((_, at) => {
			const errors = this.entrantErrors[at] ?? {};
			return at === index ? withError(errors, name, checked) : errors;
		});
		if (checked.success) this.#replaceEntrants(this.settings.entrants.with(index, checked.output));
	}

	/** Adds a copy of the last entrant with a fixed size, where there is room. */
	add(): void {
		const last = this.settings.entrants.at(-1);
		if (last === undefined || !hasRoom(this.settings)) return;
		this.#replaceEntrants([...this.settings.entrants, { ...last, kind: 'fixed' }]);
	}

	/** Takes an entrant out; one stays. */
	remove(index: number): void {
		if (this.settings.entrants.length < 2) return;
		this.entrantErrors = this.entrantErrors.filter((_, at) => at !== index);
		this.#replaceEntrants(this.settings.entrants.toSpliced(index, 1));
	}

	/** Progressive against fixed against progressive without adaptive regularisation, as long as the first entrant. */
	takeTrio(): void {
		const [first] = this.settings.entrants;
		if (first === undefined) return;
		this.entrantErrors = [];
		this.#replaceEntrants(classicTrio(first));
	}

	/** Begins a race with the settings as they stand. */
	start(): void {
		if (!this.ready) return;
		const { settings, next } = this;
		this.state = 'racing';
		this.lanes = noLanes(next.length, settings.seeds);
		this.problem = null;
		this.making = null;
		this.interruptions = this.#hidden ? 1 : 0;
		this.conditions = {
			...{ settings, configs: next, device: this.device },
			...{ browser: navigator.userAgent, startedAt: Date.now() }
		};
		const { seeds, order, engine } = settings;
		this.#client.send({ type: 'race', entrants: next, seeds, order, engine });
	}

	pause(): void {
		if (this.state !== 'racing') return;
		this.state = 'pausing';
		this.#client.send({ type: 'pause' });
	}

	resume(): void {
		if (this.state !== 'paused' && this.state !== 'pausing') return;
		this.state = 'racing';
		this.#client.send({ type: 'resume' });
	}

	/** Ends the race at once, with all its memory; what was measured stays. */
	stop(): void {
		if (!this.busy) return;
		this.#client.close();
		this.state = 'stopped';
	}

	/** Takes the results away. */
	reset(): void {
		if (this.busy) return;
		this.lanes = [];
		this.conditions = null;
		this.problem = null;
		this.state = 'idle';
	}

	/** Whether the reader sees the page; the race goes on, but a browser may slow it down. */
	set hidden(hidden: boolean) {
		if (hidden && !this.#hidden && this.busy) this.interruptions++;
		this.#hidden = hidden;
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#replaceEntrants(entrants: readonly EntrantSettings[]): void {
		this.#change({ ...this.settings, entrants });
	}

	#change(settings: RaceSettings): void {
		this.settings = settings;
		this.#edited = true;
	}

	#take(event: ScheduleEvent): void {
		switch (event.type) {
			case 'device':
				this.device = event.device;
				this.trials = event.trials;
				if (!this.#edited) this.settings = defaultSettings(speedOf(event.device));
				if (this.conditions !== null && this.busy) {
					this.conditions = { ...this.conditions, device: event.device };
				}
				break;
			case 'data-progress':
				this.making = event.done < event.total ? { done: event.done, total: event.total } : null;
				break;
			case 'paused':
				if (this.state === 'pausing') this.state = 'paused';
				break;
			case 'resumed':
				break;
			case 'end':
				this.state = 'finished';
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				if (this.busy) this.state = 'failed';
				break;
			default:
				this.lanes = withLaneEvent(this.lanes, event);
		}
	}
}

/** The errors after a value of one name was checked. */
function withError<Name extends string>(
	errors: Readonly<Partial<Record<Name, FieldError>>>,
	name: Name,
	checked: v.SafeParseResult<v.GenericSchema>
): Readonly<Partial<Record<Name, FieldError>>> {
	const others = Object.fromEntries(Object.entries(errors).filter(([known]) => known !== name));
	if (checked.success) return others as Partial<Record<Name, FieldError>>;
	return { ...others, [name]: fieldError(checked.issues[0]) } as Partial<Record<Name, FieldError>>;
}
