import type { Graph, ParameterSpec } from '$lib/model/graph';
import { sizeOf } from '$lib/model/size';

/** Elements to which every tensor's start is aligned: 256 bytes, the coarsest alignment of a WebGPU binding. */
export const ALIGNMENT = 64;

function aligned(size: number): number {
	return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}

export interface FlatSlot {
	readonly spec: ParameterSpec;
	readonly offset: number;
	readonly size: number;
}

/** Many tensors in one buffer, in the order of the graph; the gaps between them stay zero. */
export class FlatLayout {
	readonly slots: readonly FlatSlot[];
	/** Elements of the buffer. */
	readonly size: number;
	readonly #byName: ReadonlyMap<string, FlatSlot>;

	constructor(specs: readonly ParameterSpec[]) {
		let end = 0;
		this.slots = specs.map((spec) => {
			const slot = { spec, offset: end, size: sizeOf(spec.shape) };
			end += aligned(slot.size);
			return slot;
		});
		this.size = Math.max(end, ALIGNMENT);
		this.#byName = new Map(this.slots.map((slot) => [slot.spec.name, slot]));
	}

	/** Throws RangeError for a name that the layout lacks. */
	slot(name: string): FlatSlot {
		const slot = this.#byName.get(name);
		if (slot === undefined) throw new RangeError(`The layout has no tensor "${name}".`);
		return slot;
	}
}

export interface Layouts {
	readonly trainable: FlatLayout;
	readonly statistics: FlatLayout;
}

export function layoutsOf({ parameters }: Graph): Layouts {
	return {
		trainable: new FlatLayout(parameters.filter((spec) => spec.trainable)),
		statistics: new FlatLayout(parameters.filter((spec) => !spec.trainable))
	};
}
