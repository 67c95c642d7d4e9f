import * as v from 'valibot';
import type { BlockDevice, BlockEngine, BlocksFailureKind } from '$lib/worker/blocksProtocol';
import { FusedClient } from '$lib/worker/fusedClient';
import {
	fusedSettingsSchema,
	type FusedEvent,
	type FusedRow,
	type FusedScale,
	type FusedSettings
} from '$lib/worker/fusedProtocol';
import { fieldError, type FieldError } from '../field';
import type { BlocksState } from './lab.svelte';

/** As the page begins. */
export const firstFusedSettings: FusedSettings = {
	family: 'b4',
	longestStepMs: 500,
	memoryMiB: 1536,
	repeats: 7
};

/** Under what was measured. */
export interface FusedConditions {
	readonly settings: FusedSettings;
	readonly engine: BlockEngine;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

export type FusedField = Exclude<keyof FusedSettings, 'family'>;

/** What is under way before the first turn. */
export type FusedPhase =
	'opening' | 'scaling' | 'warming' | { readonly lastFusedStage: number | null } | 'turns';

/** Table 3 as the page measures it. Every measurement has a fresh worker; rows stay until the next one begins. */
export class FusedLab {
	state = $state<BlocksState>('idle');
	phase = $state.raw<FusedPhase>('opening');
	device = $state.raw<BlockDevice | null>(null);
	scale = $state.raw<FusedScale | null>(null);
	/** Turns of each network so far. */
	done = $state(0);
	/** Empty before the first turn. */
	rows = $state.raw<readonly FusedRow[]>([]);
	conditions = $state.raw<FusedConditions | null>(null);
	interruptions = $state(0);
	problem = $state.raw<{ readonly kind: BlocksFailureKind; readonly message: string } | null>(null);
	/** Valid at all times: what does not fit is refused and named. */
	settings = $state.raw(firstFusedSettings);
	errors = $state.raw<Readonly<Partial<Record<FusedField, FieldError>>>>({});

	readonly measuring = $derived(this.state === 'measuring');
	readonly ready = $derived(!this.measuring && Object.keys(this.errors).length === 0);
	/** Share of all turns that are over, 0 to 1. */
	readonly progress = $derived(this.done / (this.conditions?.settings.repeats ?? 1));

	readonly #client: FusedClient;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: FusedClient = new FusedClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	setFamily(family: FusedSettings['family']): void {
		this.settings = { ...this.settings, family };
	}

	/** Takes settings of an address. */
	open(settings: FusedSettings): void {
		this.settings = settings;
		this.errors = {};
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set(field: FusedField, value: number): void {
		const checked = v.safeParse(fusedSettingsSchema, { ...this.settings, [field]: value });
		const others = Object.entries(this.errors).filter(([name]) => name !== field);
		const error = checked.success ? [] : [[field, fieldError(checked.issues[0])]];
		this.errors = Object.fromEntries([...others, ...error]) as typeof this.errors;
		if (checked.success) this.settings = checked.output;
	}

	/** Measures with the settings as they stand, in a fresh worker. */
	start(engine: BlockEngine): void {
		if (!this.ready) return;
		this.#client.close();
		const { settings } = this;
		this.state = 'measuring';
		this.phase = 'opening';
		this.device = this.scale = this.problem = null;
		this.rows = [];
		this.done = 0;
		this.interruptions = this.#hidden ? 1 : 0;
		this.conditions = { settings, engine, browser: navigator.userAgent, startedAt: Date.now() };
		if (this.#hidden) this.#client.send({ type: 'visibility', hidden: true });
		this.#client.send({ type: 'measure', settings, engine });
	}

	/** Ends it at once; what was measured stays. */
	stop(): void {
		if (!this.measuring) return;
		this.#client.close();
		this.state = 'stopped';
	}

	/** Tells whether the reader sees the page: measuring waits while it is hidden. */
	set hidden(hidden: boolean) {
		if (hidden === this.#hidden) return;
		this.#hidden = hidden;
		if (!this.measuring) return;
		if (hidden) this.interruptions++;
		this.#client.send({ type: 'visibility', hidden });
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#take(event: FusedEvent): void {
		switch (event.type) {
			case 'device':
				this.device = event.device;
				this.phase = 'scaling';
				break;
			case 'scale':
				this.scale = event.scale;
				break;
			case 'preparing':
				this.phase = { lastFusedStage: event.lastFusedStage };
				break;
			case 'warming':
				this.phase = 'warming';
				break;
			case 'turn':
				this.phase = 'turns';
				this.done = event.done;
				this.rows = event.rows;
				break;
			case 'end':
				this.state = 'finished';
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				if (this.measuring) this.state = 'failed';
		}
	}
}
