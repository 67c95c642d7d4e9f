import { isCompanion } from '$lib/data/folders/arrange';
import { ClassCollector, type Collected } from '$lib/data/folders/collector';
import { decodeImage } from '$lib/data/folders/decode';
import { DecodeError, defaultSide, type RgbaImage } from '$lib/data/folders/image';
import type { Skipped, SkipReason } from '$lib/data/dataset';
import type { Dropped } from './dropped';

/** A class as the page shows it; the images are as they will be trained on, side·side·3 bytes each. */
export interface CollectedClass {
	/** Stays the same when the name changes. */
	readonly id: number;
	readonly name: string;
	readonly count: number;
	readonly images: readonly Uint8Array[];
}

/** Bytes of a file that is read for an image. */
const fileLimit = 64 * 2 ** 20;

/** Images that the reader puts into classes, one by one. */
export class Collection {
	/** Files that were passed over, the newest last. */
	skipped = $state.raw<readonly Skipped[]>([]);
	/** Files that are still being read. */
	reading = $state(0);
	#collector = new ClassCollector();
	/** Of the classes, in their order. */
	#ids: number[] = [];
	#nextId = 0;

	/** In the order in which they were added: what the collector holds, for the page. */
	classes = $state.raw<readonly CollectedClass[]>([]);
	/** Pixels. */
	side = $state<number>(defaultSide);
	/** Whether there is no image yet; only then the side can change. */
	readonly empty = $derived(this.classes.every(({ count }) => count === 0));

	/** Throws RangeError once there are images. */
	resize(side: number): void {
		if (!this.empty) throw new RangeError('the images have their side already');
		const names = this.#collector.classes.map(({ name }) => name);
		this.#collector = new ClassCollector(side);
		for (const name of names) this.#collector.addClass(name);
		this.side = side;
		this.#show();
	}

	/** @param nameOf the name of the n-th class, from 1; the first that is free is taken */
	addClass(nameOf: (number: number) => string): void {
		let number = this.#ids.length + 1;
		while (this.#taken(nameOf(number))) number++;
		this.#collector.addClass(nameOf(number));
		this.#ids.push(this.#nextId++);
		this.#show();
	}

	removeClass(id: number): void {
		const at = this.#ids.indexOf(id);
		const name = this.#nameOf(id);
		if (name === null) return;
		this.#collector.removeClass(name);
		this.#ids.splice(at, 1);
		this.#show();
	}

	/** @returns why the name was not taken, or null */
	rename(id: number, to: string): 'empty' | 'taken' | null {
		const from = this.#nameOf(id);
		const name = to.trim().normalize();
		if (from === null || name === from) return null;
		if (name === '') return 'empty';
		if (this.#taken(name)) return 'taken';
		this.#collector.renameClass(from, name);
		this.#show();
		return null;
	}

	/** An image for a class, if the class is still there. Throws DecodeError for one that cannot be taken. */
	add(id: number, image: RgbaImage): void {
		const name = this.#nameOf(id);
		if (name === null) return;
		this.#collector.add(name, image);
		this.#show();
	}

	/** Reads files one after the other; what is no image goes to `skipped`. */
	async addFiles(id: number, { files, paths }: Dropped): Promise<void> {
		const named = files
			.map((file, index) => ({ file, path: paths[index] ?? file.name }))
			.filter(({ path }) => !isCompanion(path));
		this.reading += named.length;
		for (const { file, path } of named) {
			const reason = await this.#addFile(id, file);
			if (reason !== null) this.skipped = [...this.skipped, { name: path, reason }];
			this.reading--;
		}
	}

	remove(id: number, index: number): void {
		const name = this.#nameOf(id);
		if (name === null) return;
		this.#collector.remove(name, index);
		this.#show();
	}

	/** A copy of everything. */
	collected(): Collected {
		return this.#collector.collected();
	}

	async #addFile(id: number, file: File): Promise<SkipReason | null> {
		if (file.size === 0) return 'empty';
		if (file.size > fileLimit) return 'too-large';
		const bytes = await file.arrayBuffer().catch(() => null);
		if (bytes === null) return 'unreadable';
		try {
			this.add(id, await decodeImage(new Uint8Array(bytes)));
			return null;
		} catch (error) {
			return error instanceof DecodeError ? error.reason : 'undecodable';
		}
	}

	#show(): void {
		this.classes = this.#collector.classes.map(({ name, count }, at) => ({
			id: this.#ids[at] ?? at,
			name,
			count,
			images: Array.from({ length: count }, (_, index) => this.#collector.image(name, index)).filter(
				(image) => image !== null
			)
		}));
	}

	#nameOf(id: number): string | null {
		return this.#collector.classes[this.#ids.indexOf(id)]?.name ?? null;
	}

	#taken(name: string): boolean {
		return this.#collector.classes.some((each) => each.name === name.trim().normalize());
	}
}
