/** Feature maps and filters as pixels. Pure. */

/** Channels shown of a layer at first, and with each "more". */
export const channelsAtOnce = 16;

export interface Tiles {
	/** RGBA, width·height·4 bytes. */
	readonly pixels: Uint8ClampedArray;
	readonly width: number;
	readonly height: number;
}

export interface Range {
	readonly min: number;
	readonly max: number;
}

/** Least and largest of all finite values; 0 and 0 where there is none. */
export function rangeOf(values: Float32Array): Range {
	let min = Infinity;
	let max = -Infinity;
	for (const value of values) {
		if (!Number.isFinite(value)) continue;
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return min > max ? { min: 0, max: 0 } : { min, max };
}

/** 0..255 between the two ends; the middle where they are equal. */
export function levelOf(value: number, { min, max }: Range): number {
	return max > min ? Math.round((255 * (value - min)) / (max - min)) : 128;
}

/** An empty sheet for `count` tiles in rows of `columns`, a transparent pixel between them. */
function sheet(count: number, side: number, columns: number): Tiles {
	const across = Math.min(columns, count);
	const width = across * (side + 1) - 1;
	const height = Math.ceil(count / Math.max(1, across)) * (side + 1) - 1;
	return { pixels: new Uint8ClampedArray(4 * width * height), width, height };
}

function paint(
	{ pixels, width }: Tiles,
	{ count, side, columns }: { readonly count: number; readonly side: number; readonly columns: number },
	color: (tile: number, y: number, x: number) => readonly [number, number, number]
): void {
	const across = Math.min(columns, count);
	for (let tile = 0; tile < count; tile++) {
		const left = (tile % across) * (side + 1);
		const top = Math.floor(tile / across) * (side + 1);
		for (let y = 0; y < side; y++) {
			for (let x = 0; x < side; x++) {
				pixels.set([...color(tile, y, x), 255], 4 * ((top + y) * width + left + x));
			}
		}
	}
}

/**
 * The first `count` channels of a layer, [side, side, channels], as grey tiles in rows of `columns`: black is the least
 * value of the whole layer, white the largest, so that channels can be compared.
 */
export function mapTiles(
	layer: { readonly side: number; readonly channels: number; readonly values: Float32Array },
	count: number,
	columns = 8
): Tiles & Range {
	const { side, channels, values } = layer;
	const shown = { count: Math.min(count, channels), side, columns };
	const range = rangeOf(values);
	const tiles = sheet(shown.count, side, columns);
	paint(tiles, shown, (channel, y, x) => {
		const level = levelOf(values[(y * side + x) * channels + channel] ?? 0, range);
		return [level, level, level];
	});
	return { ...tiles, ...range };
}

/**
 * Filters of the first convolution, [out, 3, kernel, kernel], as colour tiles: mid-grey is a weight of 0, and all filters
 * have one scale.
 */
export function filterTiles(filters: Float32Array, kernel: number, columns = 8): Tiles {
	const count = Math.floor(filters.length / (3 * kernel * kernel));
	const { min, max } = rangeOf(filters);
	const most = Math.max(Math.abs(min), Math.abs(max));
	const range = { min: -most, max: most };
	const tiles = sheet(count, kernel, columns);
	paint(tiles, { count, side: kernel, columns }, (filter, y, x) => {
		const at = (color: number) =>
			levelOf(filters[((filter * 3 + color) * kernel + y) * kernel + x] ?? 0, range);
		return [at(0), at(1), at(2)];
	});
	return tiles;
}

/** The layers' `min`…`max` need no more digits than this. */
export function rounded(value: number): number {
	return Number(value.toPrecision(3));
}
