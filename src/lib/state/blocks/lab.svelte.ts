import * as v from 'valibot';
import { oneBlock, type BlockSizes } from '$lib/model/blockPair';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import { BlocksClient } from '$lib/worker/blocksClient';
import {
	blockEngines,
	blockSettingsSchema,
	type BlockEngine,
	type BlockEntrant,
	type BlocksCommand,
	type BlocksEvent,
	type BlocksFailureKind,
	type BlockSettings
} from '$lib/worker/blocksProtocol';
import { fieldError, type FieldError } from '../field';
import { noResults, withEvent, type BlockResult } from './results';

/** Under what was measured: everything that the figures depend on and that is known here. */
export interface BlockConditions {
	readonly settings: BlockSettings;
	/** What the browser calls itself. */
	readonly browser: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** idle: nothing yet · measuring · finished · stopped: by the reader · failed: see `problem`. */
export type BlocksState = 'idle' | 'measuring' | 'finished' | 'stopped' | 'failed';

export type SizeField = keyof BlockSizes;
type ShapeField = 'imageSize' | 'batch' | 'repeats';

const firstModel = 'v2-micro';

/** Images of a step to begin with: a large network at its own size takes seconds for each. */
const usualBatch = { small: 8, large: 1 } as const;

export const firstBlockSettings: BlockSettings = {
	model: firstModel,
	own: sizesAt(findVariant(firstModel), 2),
	imageSize: 32,
	batch: usualBatch.small,
	repeats: 11
};

/** The network that is drawn and measured. */
function variantOf({ model, own }: BlockSettings): Variant {
	const variant = model === 'own' ? undefined : findVariant(model);
	return variant ?? oneBlock(own);
}

/**
 * Everything that the page of blocks shows, and what its controls do. Nothing happens before `look`, so that it can be
 * made while the page is prerendered. Every measurement has a fresh worker; results stay until the next one begins.
 */
export class BlocksLab {
	/** What could be measured on, whether it is there or not. */
	readonly engines = blockEngines;
	/** What there is to measure on; null until the worker has answered. */
	entrants = $state.raw<readonly BlockEntrant[] | null>(null);
	/** What is to be measured on next. */
	chosen = $state.raw<readonly BlockEngine[]>([]);
	state = $state<BlocksState>('idle');
	results = $state.raw<readonly BlockResult[]>([]);
	conditions = $state.raw<BlockConditions | null>(null);
	/** How often the page was hidden meanwhile. */
	interruptions = $state(0);
	problem = $state.raw<{ readonly kind: BlocksFailureKind; readonly message: string } | null>(null);
	/** Valid at all times: what does not fit is refused and named. */
	settings = $state.raw(firstBlockSettings);
	/** The stage that is drawn, from 1. */
	stage = $state(2);
	errors = $state.raw<Readonly<Partial<Record<ShapeField | SizeField, FieldError>>>>({});

	readonly variant = $derived(variantOf(this.settings));
	readonly measuring = $derived(this.state === 'measuring');
	readonly ready = $derived(
		this.entrants !== null &&
			this.chosen.length > 0 &&
			!this.measuring &&
			Object.keys(this.errors).length === 0
	);
	/** Whether something was measured. */
	readonly measured = $derived(this.results.some(({ rows }) => rows.length > 0));
	/** Share of all turns that are over, 0 to 1. */
	readonly progress = $derived.by(() => {
		const all = (this.conditions?.settings.repeats ?? 1) * Math.max(1, this.results.length);
		return this.results.reduce((sum, { done }) => sum + done, 0) / all;
	});

	readonly #client: BlocksClient;
	#selected = false;
	#hidden = false;

	/** @param client another door to the worker, for tests */
	constructor(client: BlocksClient = new BlocksClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Asks what there is to measure on; loads no engine. */
	look(): void {
		this.#client.send({ type: 'look' });
	}

	/** Another network, at its own image size; `own` starts from the stage that is drawn. */
	setModel(model: string): void {
		const before = this.variant;
		const own = model === 'own' && this.settings.model !== 'own';
		const after = findVariant(model);
		const changed = {
			model,
			own: own ? sizesAt(before, this.stage) : this.settings.own,
			imageSize: own ? this.sideOfStage() : (after?.evalSize ?? this.settings.imageSize),
			batch: after === undefined ? this.settings.batch : this.#batchFor(before, after)
		};
		const checked = v.safeParse(blockSettingsSchema, { ...this.settings, ...changed });
		if (!checked.success) return;
		this.settings = checked.output;
		this.errors = {};
		this.stage = Math.min(this.stage, this.variant.stages.length);
	}

	/** Takes a value, or refuses it with an error and keeps the old one. */
	set(field: ShapeField, value: number): void {
		this.#settle(field, { ...this.settings, [field]: value });
	}

	/** The same for a size of the reader's own block. */
	setSize(field: SizeField, value: number): void {
		this.#settle(field, { ...this.settings, own: { ...this.settings.own, [field]: value } });
	}

	/** Ticks or unticks a device for the next measurement. */
	choose(engine: BlockEngine, takesPart: boolean): void {
		this.chosen = blockEngines.filter((name) =>
			name === engine ? takesPart && this.#has(name) : this.chosen.includes(name)
		);
		this.#selected = true;
	}

	/** Measures with the settings as they stand, in a fresh worker. */
	start(): void {
		if (!this.ready) return;
		this.#client.close();
		this.state = 'measuring';
		this.results = noResults(this.chosen);
		this.problem = null;
		this.interruptions = this.#hidden ? 1 : 0;
		const { settings } = this;
		this.conditions = { settings, browser: navigator.userAgent, startedAt: Date.now() };
		if (this.#hidden) this.#send({ type: 'visibility', hidden: true });
		this.#send({ type: 'measure', settings, engines: [...this.chosen] });
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
		this.#send({ type: 'visibility', hidden });
	}

	/** Side of what enters the drawn stage, pixels. */
	sideOfStage(): number {
		const { stem, stages } = this.variant;
		const before = stages.slice(0, this.stage - 1).map(({ stride }) => stride);
		return [stem.stride, ...before].reduce(
			(side: number, stride) => Math.ceil(side / stride),
			this.settings.imageSize
		);
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	/** The batch as it is, unless a small network gives way to a large one or the other way round. */
	#batchFor(before: Variant, after: Variant): number {
		const size = (variant: Variant) => (variant.family === 'small' ? 'small' : 'large');
		return size(before) === size(after) ? this.settings.batch : usualBatch[size(after)];
	}

	#settle(field: ShapeField | SizeField, settings: object): void {
		const checked = v.safeParse(blockSettingsSchema, settings);
		const others = Object.entries(this.errors).filter(([name]) => name !== field);
		const error = checked.success ? [] : [[field, fieldError(checked.issues[0])]];
		this.errors = Object.fromEntries([...others, ...error]) as typeof this.errors;
		if (checked.success) this.settings = checked.output;
	}

	#send(command: BlocksCommand): void {
		this.#client.send(command);
	}

	#has(engine: BlockEngine): boolean {
		return this.entrants?.some((entrant) => entrant.engine === engine && entrant.found.here) ?? false;
	}

	#take(event: BlocksEvent): void {
		switch (event.type) {
			case 'field':
				this.#meet(event.entrants);
				break;
			case 'end':
				this.state = this.results.every(({ missed }) => missed !== null) ? 'failed' : 'finished';
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				if (this.measuring) this.state = 'failed';
				break;
			default:
				this.results = withEvent(this.results, event);
		}
	}

	/** What the reader has not chosen follows from what there is here; a program that plays graphics card is left out. */
	#meet(entrants: readonly BlockEntrant[]): void {
		this.entrants = entrants;
		if (this.#selected || this.state !== 'idle') {
			this.chosen = this.chosen.filter((engine) => this.#has(engine));
			return;
		}
		const usual = entrants.filter(({ found }) => found.here && !found.device.software);
		this.chosen = usual.map(({ engine }) => engine);
	}
}

/** Sizes of a stage's first block. */
function sizesAt(variant: Variant | undefined, stage: number): BlockSizes {
	const row = variant?.stages[stage - 1];
	const { in: entering = 32, out = 64, expandRatio = 4, stride = 2, kernel = 3 } = row ?? {};
	return { in: entering, out, expandRatio, stride, kernel, seRatio: 0.25 };
}
