/** How a device makes and frees what one tensor of the arena lies in. */
export interface SlabMaker<Slab> {
	/** Bytes of a slab of `elements` floats. */
	bytesOf(elements: number): number;
	make(elements: number): Slab;
	free(slab: Slab): void;
}

interface Shared<Slab> {
	readonly slab: Slab;
	readonly bytes: number;
	users: number;
}

/**
 * Slabs of the arena. Steps of one executor run one after the other, so a second stage or batch size takes the slabs
 * of the first where they are large enough.
 */
export class SlabPool<Slab> {
	readonly #shared: Shared<Slab>[] = [];

	constructor(readonly maker: SlabMaker<Slab>) {}

	/** The same slabs with the same users, to try things on: `make` stands in for what makes new ones. */
	copy(make: (elements: number) => Slab): SlabPool<Slab> {
		const pool = new SlabPool({ ...this.maker, make });
		pool.#shared.push(...this.#shared.map((shared) => ({ ...shared })));
		return pool;
	}

	get bytes(): number {
		return this.#shared.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	/** One slab for each size (in elements), all different. Give them back with `release`. Takes none where making one throws. */
	take(sizes: readonly number[]): Slab[] {
		const taken = new Set<Shared<Slab>>();
		try {
			for (const size of sizes) taken.add(this.#one(size, taken));
		} catch (cause) {
			this.release([...taken].map(({ slab }) => slab));
			throw cause;
		}
		return [...taken].map(({ slab }) => slab);
	}

	release(slabs: readonly Slab[]): void {
		for (const slab of slabs) {
			const at = this.#shared.findIndex((shared) => shared.slab === slab);
			const shared = this.#shared[at];
			if (shared === undefined || --shared.users > 0) continue;
			this.maker.free(shared.slab);
			this.#shared.splice(at, 1);
		}
	}

	/** The smallest that is large enough and not `taken`, or a new one. */
	#one(size: number, taken: ReadonlySet<Shared<Slab>>): Shared<Slab> {
		const bytes = this.maker.bytesOf(size);
		const fits = this.#shared.filter((shared) => shared.bytes >= bytes && !taken.has(shared));
		let best = fits.reduce<Shared<Slab> | null>((a, b) => (a && a.bytes <= b.bytes ? a : b), null);
		if (best === null) {
			best = { slab: this.maker.make(size), bytes, users: 0 };
			this.#shared.push(best);
		}
		best.users += 1;
		return best;
	}
}
