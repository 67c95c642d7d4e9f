/** Maps as small pictures on one sheet, in rows. Every picture is `tile` units wide, whatever its side. Pure. */
import { indexOf, type Maps, type Place } from '$lib/labs/walk/maps';

/** Units of a picture: a multiple of every side of the walk's maps. */
const tile = 12;
/** From one picture to the next. */
const pitch = tile + 1;

export interface Sheet {
	/** Units. */
	readonly width: number;
	readonly height: number;
	/** Pictures in a row. */
	readonly columns: number;
}

export function sheetOf({ channels }: Maps, most: number): Sheet {
	const columns = Math.min(most, channels);
	return { columns, width: columns * pitch - 1, height: Math.ceil(channels / columns) * pitch - 1 };
}

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly side: number;
}

/** Where `side` by `side` values from a place on lie on the sheet; the place may lie outside its map. */
export function boxOf(maps: Maps, { columns }: Sheet, { channel, y, x }: Place, side = 1): Box {
	const unit = tile / maps.side;
	return {
		x: (channel % columns) * pitch + x * unit,
		y: Math.floor(channel / columns) * pitch + y * unit,
		side: side * unit
	};
}

/** The value under a point of the sheet, units; null between the pictures. */
export function placeAt(maps: Maps, { columns }: Sheet, x: number, y: number): Place | null {
	const [column, row] = [Math.floor(x / pitch), Math.floor(y / pitch)];
	const [inX, inY] = [x - column * pitch, y - row * pitch];
	const channel = row * columns + column;
	if (x < 0 || y < 0 || column >= columns || channel >= maps.channels) return null;
	if (inX >= tile || inY >= tile) return null;
	const at = (units: number) => Math.floor((units * maps.side) / tile);
	return { channel, y: at(inY), x: at(inX) };
}

/**
 * Colours of a value above and below 0, RGB. Both stand out from the light and from the dark panel, and are told apart by
 * readers who see no difference between red and green. What is smaller lets more of the panel through; 0 is the panel.
 */
const above = [14, 148, 136] as const;
const below = [217, 70, 100] as const;

export const signColor = (value: number): string => `rgb(${(value < 0 ? below : above).join(' ')})`;

/** Share of the colour that a value has, `most` being full; small values are lifted, so that few large ones hide nothing. */
const strength = (value: number, most: number): number =>
	most > 0 ? Math.min(1, Math.abs(value) / most) ** 0.6 : 0;

/** The colour of a value as the maps have it. */
export const colorOf = (value: number, most: number): string =>
	`rgb(${(value < 0 ? below : above).join(' ')} / ${strength(value, most).toFixed(3)})`;

/** The sheet's pixels, RGBA, one for each unit. */
export function paint(maps: Maps, sheet: Sheet, most: number): Uint8ClampedArray {
	const { width, height } = sheet;
	const pixels = new Uint8ClampedArray(4 * width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const place = placeAt(maps, sheet, x, y);
			if (place === null) continue;
			const value = maps.values[indexOf(maps, place)]!;
			const color = value < 0 ? below : above;
			pixels.set([...color, Math.round(255 * strength(value, most))], 4 * (y * width + x));
		}
	}
	return pixels;
}
