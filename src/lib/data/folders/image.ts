/** Images of any size as they come from a decoder, and what becomes of them. */
import { Resizer } from '../augment/resize';
import type { SkipReason } from '../dataset';

/** Rows of R G B A, top row first, not premultiplied; turned as its EXIF data say. */
export interface RgbaImage {
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	/** width·height·4 */
	readonly data: Uint8Array | Uint8ClampedArray;
}

/** Reads the bytes of a file. Throws DecodeError, or anything else where it is no image. */
export type Decode = (bytes: Uint8Array, name: string) => Promise<RgbaImage>;

/** A file that is an image and still cannot be taken. */
export class DecodeError extends Error {
	override readonly name = 'DecodeError';

	constructor(readonly reason: SkipReason) {
		super(`The image is ${reason}.`);
	}
}

/** Side of a set's images where nobody says another, pixels, and the sides that there may be. */
export const defaultSide = 32;
export const sideRange = { min: 8, max: 256 } as const;

/** Pixels of an image before it is resized: four bytes each, and a copy. */
const pixelLimit = 2 ** 26;

/** Throws DecodeError `too-large` for an image that would take too much memory; decoders ask before they begin. */
export function checkPixels(width: number, height: number): void {
	if (width * height > pixelLimit) throw new DecodeError('too-large');
}

/** What shows through where an image is transparent: white, the paper that such images are drawn for. */
const backdrop = 255;

/** By "from to": cameras and data sets have few sizes, and each has its filter and its memory. */
const resizers = new Map<string, Resizer>();
const keptResizers = 4;

/**
 * An image as a set takes it: the square in its middle, as wide as its shorter side, resized with antialias to
 * `side`, over white where it is transparent. side·side·3 bytes, interleaved.
 * Throws DecodeError for an image without pixels, with too many, or whose data are not as long as its sides say.
 */
export function fitImage(image: RgbaImage, side: number): Uint8Array {
	const { width, height, data } = image;
	checkPixels(width, height);
	const from = Math.min(width, height);
	if (from < 1 || data.length !== 4 * width * height) throw new DecodeError('undecodable');
	return resizerFor(from, side).levels(squareOf(image, from), 0);
}

function squareOf({ width, height, data }: RgbaImage, from: number): Uint8Array {
	const left = Math.floor((width - from) / 2);
	const top = Math.floor((height - from) / 2);
	const square = new Uint8Array(3 * from * from);
	for (let y = 0, out = 0; y < from; y++) {
		let at = 4 * ((top + y) * width + left);
		for (let x = 0; x < from; x++, at += 4) {
			const alpha = data[at + 3] ?? 255;
			const through = (255 - alpha) * backdrop;
			for (let c = 0; c < 3; c++) {
				square[out++] =
					alpha === 255 ? (data[at + c] ?? 0) : Math.round((alpha * (data[at + c] ?? 0) + through) / 255);
			}
		}
	}
	return square;
}

function resizerFor(from: number, to: number): Resizer {
	const key = `${from} ${to}`;
	const known = resizers.get(key);
	if (known) return known;
	if (resizers.size >= keptResizers) resizers.clear();
	const made = new Resizer(from, to);
	resizers.set(key, made);
	return made;
}
