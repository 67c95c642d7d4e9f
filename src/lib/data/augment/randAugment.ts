import { CounterStream } from '$lib/random/stream';
import { ONE, mostOperations, operationNames, type DrawnOperation, type OperationName } from './table';

/** How strongly RandAugment changes an image. */
export interface RandAugmentStrength {
	/** Operations for each image, one after the other; at most `mostOperations`. */
	readonly layers: number;
	/** Level of all operations, 0 to 30, not necessarily whole. 0 is no RandAugment, not operations at level 0. */
	readonly magnitude: number;
	/** Side of the image, pixels. */
	readonly side: number;
}

/** What an operation's argument is made from. */
interface Level {
	/** In tens, as the published formulas count it. */
	readonly m: number;
	readonly side: number;
	/** 1 or -1. */
	readonly sign: number;
	/** Where a cutout is centred, pixels. */
	readonly column: number;
	readonly row: number;
}

type Arguments = readonly [a?: number, b?: number, c?: number];

const fraction = (value: number) => Math.round(value * ONE);
const none = (): Arguments => [];
const enhance = ({ m }: Level): Arguments => [fraction(1.8 * m + 0.1)];
const shear = ({ m, sign }: Level): Arguments => [sign * fraction(0.3 * m)];
const translate = ({ m, side, sign }: Level): Arguments => [sign * fraction(0.45 * m * side)];

function rotation({ m, sign }: Level): Arguments {
	const radians = (30 * m * Math.PI) / 180;
	return [fraction(Math.cos(radians)), sign * fraction(Math.sin(radians))];
}

/**
 * Level → argument by the official code (autoaugment.py), but for four: translations are relative to the side, as timm's
 * (100 pixels would empty a small image), and so is the cutout (40 pixels of 256); posterize keeps at least one bit;
 * solarize's threshold stops at 256.
 */
const argumentsOf: Readonly<Record<OperationName, (level: Level) => Arguments>> = {
	autoContrast: none,
	equalize: none,
	invert: none,
	rotate: rotation,
	posterize: ({ m }) => [Math.max(1, Math.floor(4 * m))],
	solarize: ({ m }) => [Math.min(256, Math.floor(256 * m))],
	color: enhance,
	contrast: enhance,
	brightness: enhance,
	sharpness: enhance,
	shearX: shear,
	shearY: shear,
	translateX: translate,
	translateY: translate,
	cutout: ({ m, side, column, row }) => [column, row, Math.floor(0.15625 * m * side)],
	solarizeAdd: ({ m }) => [Math.floor(110 * m)]
};

/** One operation at a magnitude (0 to 30). */
export function operationAt(
	name: OperationName,
	{ magnitude, ...rest }: Omit<Level, 'm'> & { readonly magnitude: number }
): DrawnOperation {
	const [a = 0, b = 0, c = 0] = argumentsOf[name]({ m: magnitude / 10, ...rest });
	return { name, a, b, c };
}

/** Draws kept for each layer: one Philox block. */
const drawsPerLayer = 4;

/**
 * The operations of an epoch, by image: the same whatever batch or place the image falls in. Stream `randaugment`, part
 * epoch; of image i and layer k, with d = 4·(5i + k): draw d says which operation, floor(16·uniform); d + 1 its sign
 * (negative below ½) or the column of a cutout, floor(side·uniform); d + 2 the cutout's row. A layer's draws depend neither
 * on how many layers there are nor on the magnitude.
 */
export class RandAugmentDraws {
	readonly #stream: CounterStream;

	constructor(seed: number, epoch: number) {
		this.#stream = new CounterStream(seed, 'randaugment', epoch);
	}

	of(image: number, { layers, magnitude, side }: RandAugmentStrength): DrawnOperation[] {
		if (magnitude === 0) return [];
		return Array.from({ length: layers }, (_, layer) => {
			const draw = drawsPerLayer * (mostOperations * image + layer);
			const name = operationNames[Math.floor(operationNames.length * this.#stream.uniform(draw))]!;
			const second = this.#stream.uniform(draw + 1);
			return operationAt(name, {
				magnitude,
				side,
				sign: second < 0.5 ? -1 : 1,
				column: Math.floor(side * second),
				row: Math.floor(side * this.#stream.uniform(draw + 2))
			});
		});
	}
}
