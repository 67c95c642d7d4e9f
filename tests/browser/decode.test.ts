import { expect, it } from 'vitest';
import { fitImage } from '$lib/data/folders/image';
import { loadFiles } from '$lib/data/load';
import { decodeImage } from '$lib/data/folders/decode';

/** An image of the browser's own making: the left half in one colour, the right one in another. */
async function halves(type: string, left: string, right: string): Promise<File> {
	const canvas = new OffscreenCanvas(60, 40);
	const context = canvas.getContext('2d')!;
	context.fillStyle = left;
	context.fillRect(0, 0, 30, 40);
	context.fillStyle = right;
	context.fillRect(30, 0, 30, 40);
	return new File([await canvas.convertToBlob({ type, quality: 1 })], `halves.${type.slice(6)}`);
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

it.each(['image/png', 'image/jpeg', 'image/webp'])('%s', async (type) => {
	const image = await decodeImage(await bytesOf(await halves(type, '#ff0000', '#0000ff')));
	expect([image.width, image.height]).toEqual([60, 40]);
	const fitted = fitImage(image, 8);
	const pixel = (x: number) => [...fitted.subarray(3 * (32 + x), 3 * (32 + x) + 3)];
	for (const [seen, drawn] of [
		[pixel(0), [255, 0, 0]],
		[pixel(7), [0, 0, 255]]
	] as const) {
		seen.forEach((value, c) => expect(Math.abs(value - drawn[c]!)).toBeLessThan(8));
	}
});

it('transparency is kept until the image is put on white', async () => {
	const image = await decodeImage(await bytesOf(await halves('image/png', 'rgb(200 100 50 / 50%)', '#0000')));
	const [red = 0, green = 0, blue = 0, alpha = 0] = image.data;
	expect([red, green, blue].map((value, c) => Math.abs(value - [200, 100, 50][c]!)).every((d) => d < 4)).toBe(
		true
	);
	expect(Math.abs(alpha - 128)).toBeLessThan(3);
	expect([...fitImage(image, 8).subarray(-3)]).toEqual([255, 255, 255]);
});

it('class folders become a data set; what is no image is skipped', async () => {
	const [warm, cold] = await Promise.all([
		halves('image/png', 'red', 'orange'),
		halves('image/webp', 'blue', 'cyan')
	]);
	const place = (path: string, file: File) => ({
		name: file.name,
		path,
		size: file.size,
		stream: () => file.stream()
	});
	const text = new File(['no image'], 'x.png');
	const sources = [
		...['warm/1.png', 'warm/2.png'].map((path) => place(path, warm)),
		...['cold/1.webp', 'cold/2.webp'].map((path) => place(path, cold)),
		place('cold/x.png', text)
	];
	const { dataset, skipped } = await loadFiles(sources, { decode: decodeImage, side: 16, seed: 0 });
	expect(dataset).toMatchObject({
		classes: ['cold', 'warm'],
		train: { count: 2, side: 16 },
		test: { count: 2 }
	});
	expect(skipped).toEqual([{ name: 'cold/x.png', reason: 'undecodable' }]);
});
