import type { Command, WorkerEvent } from '$lib/worker/protocol';
import type { RunLocks } from '$lib/runs/locks';
import type { ListedRun, RunStore } from '$lib/runs/store';
import { Comparison } from './comparison.svelte';
import { Keeping } from './keeping.svelte';
import { lastAccuracy } from './outcome';
import type { FileKind, KeptRun, RunFile } from './runFiles';
import { Upkeep } from './upkeep.svelte';

/** What could not be done with the runs: the page words it, `message` is the sentence of where it happened. */
export interface RunTrouble {
	readonly kind: 'store' | 'file';
	/** The file that was refused; empty for a store that does not answer. */
	readonly file: string;
	readonly message: string;
}

/** The browser's store, loaded when it is asked for. */
export const browserRuns = async (): Promise<RunStore> => {
	const { openRunStore } = await import('$lib/runs/browserStore');
	return openRunStore();
};

const tabLocks = async (): Promise<RunLocks> => {
	const { browserLocks } = await import('$lib/runs/locks');
	return browserLocks();
};

interface RunsOptions {
	/** Sends a command to the worker, which is started where it is not. */
	readonly act: (command: Command) => void;
	readonly openStore: () => Promise<RunStore>;
	/** Who trains which run, in any tab. */
	readonly locks?: () => Promise<RunLocks>;
}

/** The runs that this browser keeps, read from the store that the worker writes. */
export class Runs {
	/** The latest first; null until the store has answered. */
	list = $state.raw<readonly ListedRun[] | null>(null);
	/** Share of test images right at the last judgement, by run. */
	accuracies = $state.raw<Readonly<Partial<Record<string, number>>>>({});
	/** Place in the store of the run that is set up; null where it has none (yet). */
	current = $state<string | null>(null);
	/** A run that is being brought back, or null. */
	resuming = $state<string | null>(null);
	troubles = $state.raw<readonly RunTrouble[]>([]);
	/** Runs that the last files brought. */
	arrived = $state(0);
	/** Files of the run under way, until somebody takes them: asked for by `exportCurrent`. */
	exported = $state.raw<KeptRun | null>(null);
	/** Runs that no browser keeps and that made room for others: they are here until the reader has saved or dismissed them. */
	unkept = $state.raw<readonly KeptRun[]>([]);

	readonly keeping = new Keeping();
	readonly upkeep: Upkeep;
	readonly comparison = new Comparison((id) => this.#ask(null, (store) => store.get(id)));
	/** As it was last kept; null for a run that is not kept. */
	readonly head = $derived(this.list?.find(({ id }) => id === this.current) ?? null);

	readonly #act: RunsOptions['act'];
	readonly #openStore: RunsOptions['openStore'];
	#store: Promise<RunStore> | null = null;
	/** Whether the run trains on as soon as it is back. */
	#training = false;
	#asked = 0;

	constructor({ act, openStore, locks = tabLocks }: RunsOptions) {
		this.upkeep = new Upkeep(locks);
		this.#act = act;
		this.#openStore = openStore;
	}

	/** Reads the list again. Never rejects. */
	async refresh(): Promise<void> {
		const asked = ++this.#asked;
		const list = await this.#ask(null, (store) => store.list());
		if (list === null || asked !== this.#asked) return;
		this.list = list;
		await this.upkeep.look(() => this.current);
		this.accuracies = await this.#judged(list);
		await this.comparison.refresh(list);
	}

	/** Brings a run back where it was left, or a copy of it. @param train whether it trains on at once */
	resume(id: string, train: boolean, copy = false): void {
		this.resuming = id;
		this.#training = train;
		this.#act({ type: 'resume-run', id, ...(copy && { copy }) });
	}

	/** A run that diverged: back to its last good state, and on with its learning rates times `scale`. */
	goOnSlower(scale: number): void {
		this.#training = true;
		this.#act({ type: 'continue', learningRateScale: scale });
	}

	async rename(id: string, name: string): Promise<void> {
		const chosen = name.trim();
		if (chosen !== '') await this.#ask(undefined, (store) => store.rename(id, chosen));
		await this.refresh();
	}

	async remove(id: string): Promise<void> {
		await this.#ask(undefined, (store) => store.delete(id));
		await this.refresh();
	}

	/** Deletes several, but for the one that is set up here and those that other tabs train. */
	async removeAll(ids: readonly string[]): Promise<void> {
		const others = ids.filter((id) => id !== this.current);
		await this.#ask(undefined, (store) => this.upkeep.remove(store, others));
		await this.refresh();
	}

	/** Forgets a run that made room without being kept. */
	dismiss(kept: KeptRun): void {
		this.unkept = this.unkept.filter((one) => one !== kept);
	}

	/** A file of a kept run, or null where it cannot be read. */
	async file(id: string, kind: FileKind): Promise<RunFile | null> {
		return this.#ask(null, async (store) => {
			const [run, checkpoint] = await Promise.all([store.get(id), store.checkpoint(id)]);
			if (run === null) return null;
			const { fileOf } = await import('./runFiles');
			return fileOf(kind, { run, checkpoint });
		});
	}

	/** Asks the worker for the run as it is, which pauses it: for runs that cannot be kept. */
	exportCurrent(): void {
		this.#act({ type: 'export-run' });
	}

	/** Keeps the runs of files; what is none is named in `troubles`. Returns the settings of a file that holds nothing else. */
	async adopt(files: readonly File[]) {
		this.troubles = [];
		this.arrived = 0;
		const { arrivalsOf } = await import('./runFiles');
		const { runs, config, refused } = await arrivalsOf(files);
		this.troubles = refused.map(({ file, message }) => ({ kind: 'file', file, message }));
		for (const { run, checkpoint } of runs) {
			const kept = await this.#ask(false, async (store) => {
				await store.put(run, checkpoint);
				return true;
			});
			if (kept) this.arrived++;
		}
		await this.refresh();
		return config;
	}

	take(event: WorkerEvent): void {
		this.keeping.take(event);
		this.upkeep.take(event);
		switch (event.type) {
			case 'configured':
				this.current = null;
				break;
			case 'restored':
				this.current = event.id;
				this.#trainOn();
				void this.refresh();
				break;
			case 'saved':
				this.current = event.id;
				void this.refresh();
				break;
			case 'save-failed':
				if (event.reason === 'missing') this.current = null;
				break;
			case 'exported':
				void read(event).then((run) => (this.exported = run));
				break;
			case 'unkept':
				void read(event).then((run) => (this.unkept = [...this.unkept, run]));
				break;
			case 'tidied':
				void this.refresh();
				break;
			case 'failure':
				this.resuming = null;
				this.#training = false;
				if (event.kind === 'run-in-use' || event.kind === 'run-moved-on') void this.refresh();
				break;
			default:
		}
	}

	#trainOn(): void {
		const train = this.#training;
		this.resuming = null;
		this.#training = false;
		if (train) this.#act({ type: 'train' });
	}

	/** A run that is over tells in its head, another in its metrics. */
	async #judged(list: readonly ListedRun[]): Promise<Readonly<Partial<Record<string, number>>>> {
		const judged: [id: string, accuracy: number][] = [];
		for (const head of list) {
			const run = head.judgements.length > 0 ? null : await this.#ask(null, (store) => store.get(head.id));
			const accuracy = lastAccuracy(run ?? head);
			if (accuracy !== null) judged.push([head.id, accuracy]);
		}
		return Object.fromEntries(judged);
	}

	/** Asks the store; `otherwise` where it fails, which is told. */
	async #ask<T>(otherwise: T, question: (store: RunStore) => Promise<T>): Promise<T> {
		try {
			this.#store ??= this.#openStore();
			return await question(await this.#store);
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			this.troubles = [{ kind: 'store', file: '', message }];
			return otherwise;
		}
	}
}

/** A run as the worker has it. */
async function read({
	document,
	checkpoint
}: {
	document: string;
	checkpoint: Uint8Array;
}): Promise<KeptRun> {
	const { readRunDocument } = await import('$lib/runs/document');
	return { run: readRunDocument(document), checkpoint };
}
