import { defaultSide, sideRange } from '$lib/data/folders/image';
import type { Playground } from '$lib/state/playground.svelte';
import { droppedFiles, type Dropped } from './dropped';

const largestSeed = 2 ** 32 - 1;

/** How the reader's files come in: picked or dropped, to which side, split by which seed. */
export class Intake {
	/** Side that images of class folders are resized to, pixels. */
	side = $state<number>(defaultSide);
	/** Of their split. */
	seed = $state(0);
	/** Whether the last drop could not be read. */
	unreadable = $state(false);
	#given = $state.raw<Dropped | null>(null);
	readonly #playground: Playground;

	/** Whether the folders that were given last are loaded, but at another side or split. */
	readonly outdated = $derived.by(() => this.#isOutdated());

	constructor(playground: Playground) {
		this.#playground = playground;
	}

	/** @param paths folders and names, where the files do not know them */
	take(files: readonly File[], paths = files.map((file) => file.webkitRelativePath || file.name)): void {
		this.unreadable = false;
		if (files.length === 0) return;
		this.#given = { files, paths };
		this.#playground.loadFiles(files, { paths: [...paths], side: this.side, seed: this.seed });
	}

	/** Takes a drop with its folders. Call it within the event. */
	async drop(transfer: DataTransfer): Promise<void> {
		try {
			const { files, paths } = await droppedFiles(transfer);
			this.take(files, [...paths]);
			this.unreadable = files.length === 0;
		} catch {
			this.unreadable = true;
		}
	}

	/** Reads the same files with the side and seed that are set now. */
	again(): void {
		if (this.#given !== null) this.take(this.#given.files, [...this.#given.paths]);
	}

	/** Other images come from elsewhere. */
	forget(): void {
		this.unreadable = false;
		this.#given = null;
	}

	/** @returns whether the value was taken */
	setSide(side: number): boolean {
		if (!Number.isInteger(side) || side < sideRange.min || side > sideRange.max) return false;
		this.side = side;
		return true;
	}

	/** @returns whether the value was taken */
	setSeed(seed: number): boolean {
		if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed) return false;
		this.seed = seed;
		return true;
	}

	#isOutdated(): boolean {
		const { data, draft } = this.#playground;
		const asked = draft.config.data;
		if (this.#given === null || data?.kind !== 'folders' || asked.kind !== 'folders') return false;
		return data.side !== this.side || asked.seed !== this.seed;
	}
}
