import { zipSync } from 'fflate';
import { PNG } from 'pngjs';

/** A PNG of one colour, a little different for each number. */
export function picture([red, green, blue]: readonly [number, number, number], number: number): Buffer {
	const side = 24;
	const image = new PNG({ width: side, height: side });
	for (let pixel = 0; pixel < side * side; pixel++) {
		image.data.set([red, green, (blue + 3 * number + (pixel % side)) % 256, 255], 4 * pixel);
	}
	return PNG.sync.write(image);
}

const colours = { amber: [230, 160, 20], teal: [10, 130, 120], plum: [120, 20, 110] } as const;

/** A zip with a folder for each of three classes, and one file among them that is no image. */
export function classFolders(images: number): Buffer {
	const files: Record<string, Uint8Array> = { 'colours/plum/broken.png': Uint8Array.of(1, 2, 3) };
	for (const [name, colour] of Object.entries(colours)) {
		for (let i = 0; i < images; i++) files[`colours/${name}/${i}.png`] = picture(colour, i);
	}
	return Buffer.from(zipSync(files));
}
