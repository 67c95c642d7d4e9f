import { datasetDigest } from '$lib/data/digest';
import type { DeviceReport, ExecutorState } from '$lib/engine/executor';
import { readCheckpoint, writeCheckpoint, type RunIdentity, type Snapshot } from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import type { DivergedEvent, TrainEvent } from '$lib/recipe/events';
import type { Saver } from '$lib/recipe/run';
import type { RunPlan } from '$lib/recipe/plan';
import { runDocument } from '$lib/runs/document';
import { addEvent, eventsOf, metricsUntil, stepCount, trainingTime } from '$lib/runs/metrics';
import type { RunLocks } from '$lib/runs/locks';
import { progressOf, type StoredRun } from '$lib/runs/run';
import { StoreError, type RunStore } from '$lib/runs/store';
import { tidy } from '$lib/runs/sweep';
import { Claim } from './claim';
import { asLeft, newRun, type RunParts } from './keptRun';
import type { Outbox } from './outbox';

/** Longest time between two savings of a run that trains, ms. */
const SAVE_EVERY_MS = 30_000;

/** Where runs are kept, and who is told. */
export interface Keeping {
	readonly store: Promise<RunStore>;
	readonly locks: RunLocks;
	readonly outbox: Outbox;
	/** Milliseconds from any origin. */
	readonly clock: () => number;
}

interface RunFiles {
	/** JSON. */
	readonly document: string;
	/** Safetensors. */
	readonly checkpoint: Uint8Array<ArrayBuffer>;
}

/**
 * Writes a run down while it trains: what it tells, and every half minute, at stage borders and where it stops what it
 * goes on from. It gets its place in the store with the first saving. A saving that fails is told and does not hinder
 * training; the one before stays. A run that the reader deletes while it trains is no longer kept.
 */
export class Keeper implements Saver {
	/** Makes the end of the step a saving: the run stops there. */
	stopping = false;
	/** Updates after which the run is to stop, known beforehand: no further step is then under way. */
	stopAt: () => number = () => Infinity;
	readonly #keeping: Keeping;
	readonly #parts: Omit<RunParts, 'plan'>;
	#plan: RunPlan;
	#place: 'none' | 'kept' | 'deleted';
	/** As it is, or is to be, in the store. */
	#run: StoredRun;
	#digest: Promise<string> | null = null;
	#savedAt: number;
	readonly #claim: Claim;
	/** What no store has that lasts: the state of the last saving, if that failed. */
	#unkept: Snapshot | null = null;
	/** Training time before the loop that is under way, ms. */
	#before = 0;

	/** @param left the run as the store has it, or null for a new one */
	constructor(keeping: Keeping, parts: RunParts, config: RunConfig, left: StoredRun | null) {
		this.#keeping = keeping;
		this.#parts = parts;
		this.#plan = parts.plan;
		this.#place = left === null ? 'none' : 'kept';
		this.#run = left === null ? newRun(config, parts) : asLeft(left);
		this.#savedAt = keeping.clock();
		this.#claim = new Claim(keeping.locks);
	}

	/** The run as it would be kept now. */
	get run(): StoredRun {
		return this.#run;
	}

	/** What was told of the run so far, and how it ended. */
	get events(): TrainEvent[] {
		const { metrics, judgements, state, position, steps } = this.#run;
		const told = [...eventsOf(metrics), ...judgements];
		const trainMs = trainingTime(metrics);
		if (state === 'finished') return [...told, { type: 'end', steps, trainMs }];
		return state === 'diverged' ? [...told, { type: 'diverged', step: stepCount(metrics), position }] : told;
	}

	/** Where a checkpoint of this run goes on. Throws CheckpointError if it is of another run or of one on other data. */
	async read(checkpoint: Uint8Array): Promise<Snapshot> {
		return readCheckpoint(checkpoint, await this.#identity());
	}

	/** Before anything is written of the run. Throws CommandError where another tab trains it, or has since it was read here. */
	claim(): Promise<void> {
		return this.#claim.take(this.#run, this.#place === 'kept' ? this.#keeping.store : null);
	}

	/** The run leaves: others may train it. What cannot be had again, the page is given. Never rejects. */
	async leave(): Promise<void> {
		const unkept = this.#unkept;
		this.#unkept = null;
		this.#claim.letGo();
		if (unkept === null) return;
		try {
			const { document, checkpoint } = await this.files(unkept);
			this.#keeping.outbox.say({ type: 'unkept', document, checkpoint }, [checkpoint.buffer]);
		} catch (error) {
			const { message } = asStoreError(error);
			this.#keeping.outbox.say({ type: 'failure', kind: 'internal', message });
		}
	}

	/** A training loop begins after `position` updates, on this device. What was told of later ones is no longer so. */
	begin(position: number, { engine, adapter }: DeviceReport): void {
		const metrics = metricsUntil(this.#run.metrics, position);
		this.#before = trainingTime(metrics);
		this.#savedAt = this.#keeping.clock();
		const device = { engine, adapter };
		this.#change({ metrics, device, state: 'unfinished', reason: null, judgements: [] });
	}

	/** Notes an event; returns it as the page is to be told, with the training time of all sessions, or null if it was told before. */
	hear(event: TrainEvent): TrainEvent | null {
		const told = 'trainMs' in event ? { ...event, trainMs: event.trainMs + this.#before } : event;
		if (told.type === 'evaluation' && told.final) {
			this.#change({ judgements: [...this.#run.judgements, told] });
		}
		return addEvent(this.#run.metrics, told) ? told : null;
	}

	due(position: number): boolean {
		const stageEnds = this.#plan.stretches.some(({ to }) => to === position);
		return (
			this.stopping ||
			position === this.stopAt() ||
			stageEnds ||
			this.#keeping.clock() - this.#savedAt >= SAVE_EVERY_MS
		);
	}

	save(position: number, state: ExecutorState): Promise<void> {
		return this.#keep({ position, state });
	}

	/** After `position` updates the run goes on by another configuration, and its plan. */
	amend(position: number, config: RunConfig, plan: RunPlan): void {
		const earlier = this.#run.amendments.filter((amendment) => amendment.position < position);
		this.#plan = plan;
		this.#change({
			amendments: [...earlier, { position, config }],
			steps: plan.totalSteps,
			metrics: metricsUntil(this.#run.metrics, position),
			state: 'unfinished',
			reason: null
		});
	}

	/** The run came to its end. @param snapshot the end, if the last saving failed */
	async finish(snapshot: Snapshot | null): Promise<void> {
		this.#change({ state: 'finished' });
		await this.#keep(snapshot);
		this.#claim.letGo();
	}

	/** The loss is no number any more; `state` is the last good one. */
	diverge({ step, position }: DivergedEvent, state: ExecutorState): Promise<void> {
		this.#change({ state: 'diverged', reason: `The loss was no longer a number at step ${step + 1}.` });
		return this.#keep({ position, state });
	}

	/** The run was cut off; `reason` is a sentence. */
	async fail(reason: string): Promise<void> {
		this.#change({ reason: reason.slice(0, 1000) });
		if (this.#place === 'kept' && this.#claim.held) await this.#keep(null);
	}

	/** Document and checkpoint of the run as it is. */
	async files(snapshot: Snapshot): Promise<RunFiles> {
		const identity = await this.#identity();
		const run = this.#at(snapshot.position, identity.data);
		return { document: runDocument(run), checkpoint: writeCheckpoint(identity, snapshot) };
	}

	async #keep(snapshot: Snapshot | null): Promise<void> {
		this.stopping = false;
		if (this.#place === 'deleted') return;
		const { outbox, clock } = this.#keeping;
		const { id } = this.#run;
		const isNew = this.#place === 'none';
		try {
			const store = await this.#keeping.store;
			const identity = await this.#identity();
			const run = this.#at(snapshot?.position ?? this.#run.position, identity.data);
			const checkpoint = snapshot && writeCheckpoint(identity, snapshot);
			if (isNew) await store.put(run, checkpoint);
			else await store.save(id, progressOf(run), checkpoint);
			this.#place = 'kept';
			this.#run = run;
			this.#unkept = store.lasting ? null : (snapshot ?? this.#unkept);
			outbox.say({ type: 'saved', id, position: run.position, at: run.updated, lasting: store.lasting });
			if (isNew) await this.#tidy(store);
		} catch (error) {
			const { kind: reason, message } = asStoreError(error);
			if (reason === 'missing') this.#place = 'deleted';
			// What the reader deleted is not held out to them again.
			this.#unkept = reason === 'missing' ? null : (snapshot ?? this.#unkept);
			outbox.say({ type: 'save-failed', id, reason, message });
		}
		this.#savedAt = clock();
	}

	/** A new run takes its place: older ones may be too many now. */
	async #tidy(store: RunStore): Promise<void> {
		const { locks, outbox } = this.#keeping;
		const count = await tidy(store, locks, this.#run.id);
		if (count > 0) outbox.say({ type: 'tidied', count });
	}

	#at(position: number, digest: string): StoredRun {
		return { ...this.#run, position, updated: Date.now(), data: { ...this.#run.data, digest } };
	}

	#change(changes: Partial<StoredRun>): void {
		this.#run = { ...this.#run, ...changes };
	}

	async #identity(): Promise<RunIdentity> {
		const { graph, dataset } = this.#parts;
		this.#digest ??= datasetDigest(dataset);
		const { config, amendments } = this.#run;
		return { graph, config, amendments, data: await this.#digest };
	}
}

/** What else goes wrong in keeping a run, such as a page that is not secure and has no digests. */
function asStoreError(error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	return new StoreError('failed', error instanceof Error ? error.message : String(error));
}
