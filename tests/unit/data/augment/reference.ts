/** `tests/fixtures/augment.json`: what Pillow and PyTorch make of six small images. */
import { readFile } from 'node:fs/promises';
import type { Levels } from '$lib/data/augment/levels';
import { ONE, type DrawnOperation, type Interpolation, type OperationName } from '$lib/data/augment/table';

export interface OperationCase {
	readonly op: string;
	readonly image: string;
	readonly arg?: number;
	readonly interpolation?: Interpolation;
	readonly expected: string;
}

interface MixCase {
	readonly image: string;
	readonly label: number;
	readonly other: string;
	readonly other_label: number;
	readonly lambda: number;
	readonly label_smoothing: number;
	readonly target: number[];
}

interface Reference {
	readonly images: Record<string, { side: number; rgb: string }>;
	readonly tolerance: Record<string, { max?: number; percent_equal?: number; max_on_99_percent?: number }>;
	readonly levels: {
		readonly level: number;
		readonly official: Record<string, number>;
		readonly recommended_small_image: Record<string, number>;
	}[];
	readonly operations: OperationCase[];
	readonly resize: { image: string; from: number; to: number; torch: number[]; pil: string }[];
	readonly crop: {
		image: string;
		pad: number;
		fill: number;
		dy: number;
		dx: number;
		flip: boolean;
		expected: string;
	}[];
	readonly mixup: (MixCase & { first_24: number[]; sum: number; rounded: string })[];
	readonly cutmix: (MixCase & {
		cx: number;
		cy: number;
		box_x0_y0_x1_y1: number[];
		effective_lambda: number;
		expected: string;
	})[];
	readonly cutout: { image: string; cx: number; cy: number; half: number; expected: string }[];
}

export const reference = JSON.parse(await readFile('tests/fixtures/augment.json', 'utf8')) as Reference;

export const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
export const imageNamed = (name: string) => bytesOf(reference.images[name]?.rgb ?? '');

/** An image of the reference, to be worked on. */
export function levelsOf(name: string): Levels {
	const pixels = imageNamed(name);
	return { side: Math.sqrt(pixels.length / 3), pixels, spare: new Uint8Array(pixels.length) };
}

const fraction = (value: number) => Math.round(value * ONE);

/** A case of the reference with its argument in the table's units. */
export function drawnOf({ op, arg = 0 }: OperationCase): DrawnOperation {
	const name = (op.charAt(0).toLowerCase() + op.slice(1)) as OperationName;
	if (name === 'rotate') {
		const radians = (arg * Math.PI) / 180;
		return { name, a: fraction(Math.cos(radians)), b: fraction(Math.sin(radians)), c: 0 };
	}
	const whole = ['posterize', 'solarize', 'solarizeAdd'].includes(name);
	return { name, a: whole ? arg : fraction(arg), b: 0, c: 0 };
}

/** How two images differ; a pixel counts as its worst channel. */
export function compare(actual: ArrayLike<number>, expected: ArrayLike<number>) {
	const pixels = expected.length / 3;
	let worst = 0;
	let equal = 0;
	let withinTwo = 0;
	for (let i = 0; i < expected.length; i += 3) {
		let difference = 0;
		for (let c = i; c < i + 3; c++) {
			difference = Math.max(difference, Math.abs((actual[c] ?? NaN) - (expected[c] ?? NaN)));
		}
		worst = Math.max(worst, difference);
		if (difference === 0) equal++;
		if (difference <= 2) withinTwo++;
	}
	return { worst, percentEqual: (100 * equal) / pixels, percentWithinTwo: (100 * withinTwo) / pixels };
}
