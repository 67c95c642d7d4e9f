/**
 * Photographs that a network can be shown: those of the walk (labs/walk/photos.ts) in full, cropped to a square and scaled to
 * 384 px. Both come with scikit-learn, Creative Commons Attribution 2.0.
 */
import { photos as small, type Photo } from '$lib/labs/walk/photos';
import flower from './flower.jpg';
import flowerSmall from './flower-small.jpg?inline';
import roof from './roof.jpg';
import roofSmall from './roof-small.jpg?inline';

interface FlowPhoto extends Pick<Photo, 'id' | 'author' | 'source'> {
	readonly address: string;
	/** A small one that needs no request. */
	readonly preview: string;
}

/** What a network is shown: a photograph, or a file of the reader's. */
export type Shown = FlowPhoto | { readonly file: File };

const files = {
	roof: { address: roof, preview: roofSmall },
	flower: { address: flower, preview: flowerSmall }
} as const;

export const flowPhotos: readonly FlowPhoto[] = small.map(({ id, author, source }) => ({
	...{ id, author, source },
	...files[id]
}));

/** A file's middle square at a side, RGB, [side, side, 3]. Rejects where the browser cannot read it as an image. */
export async function squareOf(file: Blob, side: number): Promise<Uint8Array<ArrayBuffer>> {
	const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
	try {
		const cut = Math.min(bitmap.width, bitmap.height);
		const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
		if (context === null) throw new Error('There is no canvas to draw on.');
		// What is see-through becomes white.
		context.fillStyle = '#fff';
		context.fillRect(0, 0, side, side);
		context.imageSmoothingQuality = 'high';
		const [left, top] = [(bitmap.width - cut) / 2, (bitmap.height - cut) / 2];
		context.drawImage(bitmap, left, top, cut, cut, 0, 0, side, side);
		return withoutAlpha(context.getImageData(0, 0, side, side).data);
	} finally {
		bitmap.close();
	}
}

/** RGB of RGBA. */
export function withoutAlpha(rgba: ArrayLike<number>): Uint8Array<ArrayBuffer> {
	const rgb = new Uint8Array((3 * rgba.length) / 4);
	for (let at = 0; at < rgb.length; at++) rgb[at] = rgba[4 * Math.floor(at / 3) + (at % 3)]!;
	return rgb;
}
