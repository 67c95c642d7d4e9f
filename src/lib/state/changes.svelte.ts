import { settledFields, type Amendment } from '$lib/recipe/amend';
import type { Command, WorkerEvent } from '$lib/worker/protocol';
import type { UnderWay } from './underWay';

/** What the reader changes of a run that is under way, and what was changed of it so far. */
export class Changes {
	readonly #playground: UnderWay;
	readonly #act: (command: Command) => void;
	#told = $state.raw<readonly Amendment[]>([]);

	/** Whether the draft differs from a run that has begun and is not over, or that can be taken up before it diverged. */
	readonly waiting = $derived.by(() => {
		const { state, busy, changed, record } = this.#playground;
		return changed && record.steps > 0 && (busy || state === 'paused' || state === 'diverged');
	});
	/** Fields of the draft that can no longer change in the run under way. */
	readonly settled = $derived.by((): readonly string[] => {
		const { run, draft, record } = this.#playground;
		return run === null || !this.waiting ? [] : settledFields(run.config, draft.config, run, record.steps);
	});
	/** Whether the run can follow the draft from its next step on. */
	readonly possible = $derived(this.waiting && this.settled.length === 0);
	/** Changes of the run so far, in their order. */
	readonly made = $derived.by((): readonly Amendment[] => {
		const kept = this.#playground.runs.head?.amendments ?? [];
		const fresh = kept.filter(({ position }) => !this.#told.some((change) => change.position === position));
		return [...fresh, ...this.#told].sort((a, b) => a.position - b.position);
	});

	constructor(playground: UnderWay, act: (command: Command) => void) {
		this.#playground = playground;
		this.#act = act;
	}

	/** The run follows the draft from its next step on; one that trains trains on, as does one that diverged. */
	apply(): void {
		const { busy, draft, state } = this.#playground;
		const goOn = busy || state === 'diverged';
		this.#act({ type: 'amend', config: $state.snapshot(draft.config) });
		if (goOn) this.#act({ type: 'train' });
	}

	take(event: WorkerEvent): void {
		if (event.type === 'configured') this.#told = [];
		if (event.type === 'amended') {
			const { position, config } = event;
			this.#playground.run = event;
			this.#told = [...this.#told, { position, config }];
		}
		// What the reader sees is what the run follows.
		const { run, draft } = this.#playground;
		if (event.type === 'restored' && run !== null) draft.merge(run.config);
	}
}
