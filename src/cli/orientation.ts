/** How a photograph was held: browsers turn images by themselves, jpeg-js does not. */
import type { RgbaImage } from '$lib/data/folders/image';

const application1 = 0xe1;
const startOfScan = 0xda;
const orientationTag = 0x0112;

/** The orientation in a JPEG's EXIF data, 1 to 8 (CIPA DC-008, 4.6.5); 1 where there is none. */
export function exifOrientation(jpeg: Uint8Array): number {
	const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.length);
	for (
		let at = 2;
		at + 4 <= view.byteLength && view.getUint8(at) === 0xff;
		at += 2 + view.getUint16(at + 2)
	) {
		const marker = view.getUint8(at + 1);
		if (marker === startOfScan) return 1;
		const end = Math.min(at + 2 + view.getUint16(at + 2), view.byteLength);
		if (marker === application1)
			return orientationIn(new DataView(view.buffer, view.byteOffset + at, end - at));
	}
	return 1;
}

/** Of an APP1 segment: marker, length, "Exif", then a TIFF header and its first list of tags. */
function orientationIn(segment: DataView): number {
	const tiff = 10;
	if (segment.byteLength < tiff + 8 || segment.getUint32(4) !== 0x45786966) return 1;
	const little = segment.getUint16(tiff) === 0x4949;
	const list = tiff + segment.getUint32(tiff + 4, little);
	if (list + 2 > segment.byteLength) return 1;
	const count = segment.getUint16(list, little);
	for (let i = 0; i < count; i++) {
		const entry = list + 2 + 12 * i;
		if (entry + 12 > segment.byteLength) return 1;
		if (segment.getUint16(entry, little) !== orientationTag) continue;
		const value = segment.getUint16(entry + 8, little);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}

/** The image as it is meant to be seen. */
export function turned(image: RgbaImage, orientation: number): RgbaImage {
	if (orientation === 1) return image;
	const { width, height, data } = image;
	const swaps = orientation >= 5;
	const [across, down] = swaps ? [height, width] : [width, height];
	const mirrored = [2, 3, 7, 8].includes(orientation);
	const upside = [3, 4, 6, 7].includes(orientation);
	const out = new Uint8Array(data.length);
	for (let y = 0, to = 0; y < down; y++) {
		for (let x = 0; x < across; x++, to += 4) {
			const [column, row] = swaps ? [y, x] : [x, y];
			const from = 4 * ((upside ? height - 1 - row : row) * width + (mirrored ? width - 1 - column : column));
			for (let c = 0; c < 4; c++) out[to + c] = data[from + c] ?? 0;
		}
	}
	return { width: across, height: down, data: out };
}
