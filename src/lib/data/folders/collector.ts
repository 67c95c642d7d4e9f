/** Images that come one by one, class by class: dropped on a page, or from a camera. */
import { DataError, type Dataset } from '../dataset';
import { assemble, checkClassCount, checkImageCount, splitClass } from './assemble';
import { defaultSide, fitImage, type RgbaImage } from './image';

/** What was collected, as a plain value that may go through a worker's door. */
export interface Collected {
	/** Side of the images, pixels. */
	readonly side: number;
	readonly classes: readonly {
		readonly name: string;
		/** Any number of images of side·side·3 bytes. */
		readonly images: Uint8Array<ArrayBuffer>;
	}[];
}

/** What the reader is told that the images come from. */
const title = 'The collection';

export class ClassCollector {
	readonly side: number;
	readonly #classes = new Map<string, Uint8Array[]>();

	/** @param side of the set's images, pixels */
	constructor(side = defaultSide) {
		this.side = side;
	}

	/** The classes in the order in which they were added, with the number of their images. */
	get classes(): { readonly name: string; readonly count: number }[] {
		return [...this.#classes].map(([name, images]) => ({ name, count: images.length }));
	}

	/** Throws DataError `bad-classes` for a name that is empty or taken. */
	addClass(name: string): void {
		this.#classes.set(this.#freeName(name), []);
	}

	/** As `addClass`; throws RangeError where there is no class `from`. */
	renameClass(from: string, to: string): void {
		if (from === to.trim()) return;
		this.#imagesOf(from);
		const name = this.#freeName(to);
		const entries = [...this.#classes].map(
			([each, images]) => [each === from ? name : each, images] as const
		);
		this.#classes.clear();
		for (const [each, images] of entries) this.#classes.set(each, images);
	}

	removeClass(name: string): void {
		this.#classes.delete(name);
	}

	/**
	 * Adds an image, cropped and resized once, and returns its place in the class.
	 * Throws RangeError where there is no such class, DecodeError for an image that cannot be taken.
	 */
	add(name: string, image: RgbaImage): number {
		return this.#imagesOf(name).push(fitImage(image, this.side)) - 1;
	}

	/** Throws RangeError where there is no such class. */
	remove(name: string, index: number): void {
		this.#imagesOf(name).splice(index, 1);
	}

	/** An image as it will be trained on, side·side·3 bytes; null where there is none. */
	image(name: string, index: number): Uint8Array | null {
		return this.#imagesOf(name)[index] ?? null;
	}

	/** A copy of everything. */
	collected(): Collected {
		const bytes = 3 * this.side * this.side;
		const classes = [...this.#classes].map(([name, images]) => {
			const all = new Uint8Array(images.length * bytes);
			for (const [i, image] of images.entries()) all.set(image, i * bytes);
			return { name, images: all };
		});
		return { side: this.side, classes };
	}

	#imagesOf(name: string): Uint8Array[] {
		const images = this.#classes.get(name);
		if (images === undefined) throw new RangeError(`there is no class "${name}"`);
		return images;
	}

	#freeName(name: string): string {
		const trimmed = name.trim().normalize();
		if (trimmed === '') throw new DataError('bad-classes', name, 'A class needs a name.');
		if (!this.#classes.has(trimmed)) return trimmed;
		throw new DataError('bad-classes', trimmed, `There is a class ${trimmed} already.`);
	}
}

/**
 * A collection as a data set: classes in alphabetical order of their names, by character, each split by seed.
 * Throws DataError `bad-classes` or `too-large`.
 */
export function collectedDataset({ side, classes }: Collected, seed: number): Dataset {
	const bytes = 3 * side * side;
	checkClassCount(
		classes.map(({ name }) => name),
		title
	);
	checkImageCount(
		classes.reduce((sum, { images }) => sum + images.length / bytes, 0),
		side,
		title
	);
	const sorted = [...classes].sort((a, b) => (a.name < b.name ? -1 : 1));
	const split = sorted.map(({ name, images }, label) => {
		const each = Array.from({ length: Math.floor(images.length / bytes) }, (_, i) =>
			images.subarray(i * bytes, (i + 1) * bytes)
		);
		return splitClass(name, each, seed, label);
	});
	return assemble(split, side);
}
