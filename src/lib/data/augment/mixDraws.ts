import { CounterStream } from '$lib/random/stream';
import { betaQuantile } from './beta';
import { ONE, type Mix } from './table';

/** How a batch is mixed. */
export interface MixStrength {
	/** α of mixup's Beta(α, α); 0 for none. */
	readonly mixup: number;
	/** α of CutMix's Beta(α, α); 0 for none. */
	readonly cutmix: number;
	/** Side of the images, pixels. */
	readonly side: number;
}

/** Draws kept for each place of a batch in the stream `cutmix`: one Philox block. */
const drawsPerBox = 4;

/**
 * What each image of a batch is mixed with, by place: the batch's image at the same distance from the other end. With
 * both alphas the first half of the batch is mixed by mixup and the rest by CutMix, each reversed in itself. The middle
 * of an odd number is left alone. Every image has a λ or a box of its own, as in the official code (datasets.py, `mixing`).
 *
 * Parts are the step. Stream `mixup`: of place j, draw j is λ's. Stream `cutmix`: draw 4j is λ's, 4j + 1 and 4j + 2 are the
 * column and the row of the box's centre, floor(side·uniform).
 */
export function drawMixes(seed: number, step: number, batch: number, strength: MixStrength): (Mix | null)[] {
	const { mixup, cutmix, side } = strength;
	if (mixup === 0 && cutmix === 0) return Array.from({ length: batch }, () => null);
	const both = mixup > 0 && cutmix > 0;
	const border = both ? Math.floor(batch / 2) : mixup > 0 ? batch : 0;
	const lambdas = new CounterStream(seed, 'mixup', step);
	const boxes = new CounterStream(seed, 'cutmix', step);
	return Array.from({ length: batch }, (_, place) => {
		const first = place < border;
		const partner = first ? border - 1 - place : border + batch - 1 - place;
		if (partner === place) return null;
		return first
			? mixupOf(betaDraw(lambdas, place, mixup), partner)
			: cutmixOf(boxes, drawsPerBox * place, { partner, alpha: cutmix, side });
	});
}

/** The quantile at the middle of the 2^-24 that a uniform number stands for. */
function betaDraw(stream: CounterStream, draw: number, alpha: number): number {
	return betaQuantile(stream.uniform(draw) + 2 ** -25, alpha);
}

/** An image keeps the larger share. */
function mixupOf(drawn: number, partner: number): Mix {
	const lambda = Math.round(Math.max(drawn, 1 - drawn) * ONE);
	return { partner, lambda, left: 0, top: 0, right: 0, bottom: 0 };
}

function cutmixOf(
	stream: CounterStream,
	draw: number,
	{ partner, alpha, side }: { partner: number; alpha: number; side: number }
): Mix {
	const lambda = betaDraw(stream, draw, alpha);
	const column = Math.floor(side * stream.uniform(draw + 1));
	const row = Math.floor(side * stream.uniform(draw + 2));
	return { partner, lambda: ONE, ...cutmixBox(lambda, column, row, side) };
}

/** The box of about (1 - λ)·side² pixels around a centre, as much of it as lies in the image; empty where its side is below 2. */
export function cutmixBox(
	lambda: number,
	column: number,
	row: number,
	side: number
): Pick<Mix, 'left' | 'top' | 'right' | 'bottom'> {
	const half = Math.floor(Math.floor(Math.sqrt(1 - lambda) * side) / 2);
	return {
		left: Math.max(0, column - half),
		top: Math.max(0, row - half),
		right: Math.min(side, column + half),
		bottom: Math.min(side, row + half)
	};
}
