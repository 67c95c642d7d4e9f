import { CounterStream } from '$lib/random/stream';

/** What is drawn for one image: whether it is flipped, and where the crop begins in the padded image, pixels. */
export interface Placement {
	readonly flip: boolean;
	readonly dy: number;
	readonly dx: number;
}

/** Draws kept for each image of an epoch: one Philox block. */
const drawsPerImage = 4;

/**
 * The draws of an epoch, by image: the same whatever batch or place the image falls in. Stream `augment`, part epoch;
 * of image i, draw 4i decides the flip (below ½), 4i + 1 and 4i + 2 are dy and dx: floor(uniform · (2 padding + 1)).
 */
export class PlacementDraws {
	readonly #stream: CounterStream;
	readonly #flip: boolean;
	readonly #places: number;

	/** @param padding pixels on every side; 0 for no crop */
	constructor(seed: number, epoch: number, { flip, padding }: { flip: boolean; padding: number }) {
		this.#stream = new CounterStream(seed, 'augment', epoch);
		this.#flip = flip;
		this.#places = 2 * padding + 1;
	}

	of(image: number): Placement {
		const draw = drawsPerImage * image;
		return {
			flip: this.#flip && this.#stream.uniform(draw) < 0.5,
			dy: Math.floor(this.#stream.uniform(draw + 1) * this.#places),
			dx: Math.floor(this.#stream.uniform(draw + 2) * this.#places)
		};
	}
}
