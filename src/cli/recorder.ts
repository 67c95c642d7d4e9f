import type { ExecutorState } from '$lib/engine/executor';
import { writeCheckpoint, type RunIdentity } from '$lib/recipe/checkpoint';
import type { TrainEvent } from '$lib/recipe/events';
import { metricsRow } from '$lib/recipe/metricsCsv';
import type { Saver } from '$lib/recipe/run';
import type { RunPlan } from '$lib/recipe/plan';
import { Interrupted } from './failure';
import { writeMetrics, writeRun } from './runFolder';

/** Longest time between two savings, ms. */
const SAVE_EVERY_MS = 30_000;

interface Settings {
	readonly run: RunIdentity;
	readonly plan: RunPlan;
	/** Where to write, or null to keep nothing. */
	readonly folder: string | null;
	/** Metrics so far: the header, and the rows of the part that was trained before. */
	readonly metrics: string;
	readonly clock: () => number;
}

/** Keeps a run's files up to date while it trains, and ends it in order when the user asks. */
export class Recorder implements Saver {
	readonly #settings: Settings;
	#metrics: string;
	#savedAt: number;
	#stopping = false;

	constructor(settings: Settings) {
		this.#settings = settings;
		this.#metrics = settings.metrics;
		this.#savedAt = settings.clock();
	}

	/** Lets the run end after the step that is under way. */
	stop(): void {
		this.#stopping = true;
	}

	note(event: TrainEvent): void {
		if (event.type !== 'step' && event.type !== 'evaluation') return;
		this.#metrics += metricsRow(event, this.#settings.plan);
	}

	due(position: number): boolean {
		const { plan, folder, clock } = this.#settings;
		if (this.#stopping) return true;
		if (folder === null) return false;
		const epochEnds = position % plan.stepsPerEpoch === 0;
		const stageEnds = plan.stages.some(({ to }) => to === position);
		return epochEnds || stageEnds || clock() - this.#savedAt >= SAVE_EVERY_MS;
	}

	/** Throws Interrupted after saving where the user has asked for an end, and MachineError where nothing can be written. */
	async save(position: number, state: ExecutorState): Promise<void> {
		const { run, plan, folder, clock } = this.#settings;
		if (folder !== null) {
			const checkpoint = writeCheckpoint(run, { position, state });
			await writeRun(folder, { config: run.config, metrics: this.#metrics, checkpoint });
		}
		this.#savedAt = clock();
		if (!this.#stopping || position === plan.totalSteps) return;
		const where = `Stopped after ${position} of ${plan.totalSteps} steps`;
		const how = folder === null ? 'nothing was kept, as there is no --out' : `go on with --resume ${folder}`;
		throw new Interrupted(`${where}; ${how}.`);
	}

	/** The metrics with the judgement at the end, which follows the last checkpoint. */
	async finish(): Promise<void> {
		if (this.#settings.folder !== null) await writeMetrics(this.#settings.folder, this.#metrics);
	}
}
