/** Sets and tables of draws by chance, the same for the same seed. */
import {
	ONE,
	operationNames,
	packDraws,
	type DrawnImages,
	type DrawnOperation,
	type ImageDraw,
	type Mix,
	type OperationName
} from '$lib/data/augment/table';
import type { ImageSet } from '$lib/data/dataset';
import { CounterStream } from '$lib/random/stream';

export class Chance {
	readonly #stream: CounterStream;
	#drawn = 0;

	constructor(seed: number) {
		this.#stream = new CounterStream(seed, 'augmentation tests');
	}

	/** A whole number from `low` to `high`, both included. */
	whole(low: number, high: number): number {
		return low + (this.#stream.uint32(this.#drawn++) % (high - low + 1));
	}

	pick<Value>(values: readonly Value[]): Value {
		return values[this.whole(0, values.length - 1)]!;
	}
}

/** In turn: noise, a ramp, one level all over, a few levels only. */
export function someImages(chance: Chance, count: number, side: number): ImageSet {
	const bytes = 3 * side ** 2;
	const images = new Uint8Array(count * bytes);
	for (let image = 0; image < count; image++) {
		const [low, high] = [chance.whole(0, 100), chance.whole(120, 255)];
		const levels = [
			() => chance.whole(0, 255),
			(i: number) => low + Math.floor(((high - low) * i) / bytes),
			() => high,
			() => chance.pick([low, high, 128])
		];
		const levelOf = levels[image % levels.length]!;
		for (let i = 0; i < bytes; i++) images[image * bytes + i] = levelOf(i);
	}
	return { count, side, images, labels: new Uint8Array(count) };
}

export function someOperation(chance: Chance, name: OperationName, size: number): DrawnOperation {
	const signed = (most: number) => chance.whole(-most, most);
	switch (name) {
		case 'rotate': {
			const angle = signed(314) / 100;
			return { name, a: Math.round(ONE * Math.cos(angle)), b: Math.round(ONE * Math.sin(angle)), c: 0 };
		}
		case 'posterize':
			return { name, a: chance.whole(1, 9), b: 0, c: 0 };
		case 'solarize':
			return { name, a: chance.whole(0, 256), b: 0, c: 0 };
		case 'solarizeAdd':
			return { name, a: chance.whole(0, 160), b: 0, c: 0 };
		case 'color':
		case 'contrast':
		case 'brightness':
		case 'sharpness':
			return { name, a: chance.whole(0, 3 * ONE), b: 0, c: 0 };
		case 'shearX':
		case 'shearY':
			return { name, a: signed(ONE / 2), b: 0, c: 0 };
		case 'translateX':
		case 'translateY':
			return { name, a: signed(size * ONE), b: 0, c: 0 };
		case 'cutout':
			return { name, a: signed(size), b: chance.whole(0, size + 2), c: chance.whole(0, size) };
		default:
			return { name, a: 0, b: 0, c: 0 };
	}
}

function someMix(chance: Chance, batch: number, size: number): Mix {
	const partner = chance.whole(0, batch - 1);
	if (chance.whole(0, 1) === 0) {
		return { partner, lambda: chance.whole(0, ONE), left: 0, top: 0, right: 0, bottom: 0 };
	}
	const [left, top] = [chance.whole(0, size - 1), chance.whole(0, size - 1)];
	return {
		partner,
		lambda: ONE,
		left,
		top,
		right: chance.whole(left, size),
		bottom: chance.whole(top, size)
	};
}

export interface Form extends Omit<DrawnImages, 'table'> {
	readonly mixed: boolean;
}

/** Up to five operations an image, flips, crops, and mixes where the form says so. */
export function someDraws(
	chance: Chance,
	batch: number,
	count: number,
	{ size, padding, interpolation, mixed }: Form
): DrawnImages {
	const draws = Array.from({ length: batch }, (): ImageDraw => {
		const operations = Array.from({ length: chance.whole(0, 5) }, () =>
			someOperation(chance, chance.pick(operationNames), size)
		);
		return {
			...somePlacement(chance, count, padding),
			operations,
			mix: mixed ? someMix(chance, batch, size) : null
		};
	});
	return { size, padding, interpolation, table: packDraws(draws) };
}

export function somePlacement(chance: Chance, count: number, padding: number) {
	return {
		image: chance.whole(0, count - 1),
		flip: chance.whole(0, 1) === 1,
		dy: chance.whole(0, 2 * padding),
		dx: chance.whole(0, 2 * padding)
	};
}
