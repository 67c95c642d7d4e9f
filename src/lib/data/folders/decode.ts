import { checkPixels, type RgbaImage } from './image';

/**
 * Reads an image of any format that the browser knows, turned as its EXIF data say. Rejects where it is none, with
 * DecodeError where it has too many pixels.
 */
export async function decodeImage(bytes: Uint8Array): Promise<RgbaImage> {
	const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]), {
		imageOrientation: 'from-image',
		premultiplyAlpha: 'none'
	});
	try {
		const { width, height } = bitmap;
		checkPixels(width, height);
		const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
		if (context === null) throw new Error('There is no canvas to draw on.');
		context.drawImage(bitmap, 0, 0);
		return { width, height, data: context.getImageData(0, 0, width, height).data };
	} finally {
		bitmap.close();
	}
}
