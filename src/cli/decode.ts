/** PNG and JPEG without a browser. */
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { checkPixels, DecodeError, type RgbaImage } from '$lib/data/folders/image';
import { exifOrientation, turned } from './orientation';

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Reads a PNG or a JPEG, turned as its EXIF data say. Rejects with DecodeError or whatever the decoders throw. */
export async function decodeImage(bytes: Uint8Array): Promise<RgbaImage> {
	if (pngStart.every((byte, i) => bytes[i] === byte)) return readPng(bytes);
	if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes);
	throw new DecodeError('undecodable');
}

function readPng(bytes: Uint8Array): RgbaImage {
	const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	// The first chunk is IHDR, and begins with width and height (PNG specification, 11.2.1).
	checkPixels(header.getUint32(16), header.getUint32(20));
	const { width, height, data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
	return { width, height, data };
}

function readJpeg(bytes: Uint8Array): RgbaImage {
	const image = decodeJpeg(bytes, {
		useTArray: true,
		formatAsRGBA: true,
		maxResolutionInMP: 67,
		maxMemoryUsageInMB: 1024
	});
	return turned(image, exifOrientation(bytes));
}
