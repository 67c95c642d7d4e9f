/** A tensor of the walk: square maps, or a row of numbers where the side is 1. Float64. */

export interface Maps {
	readonly channels: number;
	/** Pixels. */
	readonly side: number;
	/** [channels, side, side] */
	readonly values: Float64Array;
}

/** A value of a tensor. */
export interface Place {
	readonly channel: number;
	readonly y: number;
	readonly x: number;
}

export function emptyMaps(channels: number, side: number): Maps {
	return { channels, side, values: new Float64Array(channels * side * side) };
}

export const indexOf = ({ side }: Maps, { channel, y, x }: Place): number => (channel * side + y) * side + x;

/** Value at a place; 0 outside the maps, as padding has it. */
export function valueAt(maps: Maps, place: Place): number {
	const { y, x } = place;
	const inside = y >= 0 && x >= 0 && y < maps.side && x < maps.side;
	return inside ? maps.values[indexOf(maps, place)]! : 0;
}

/** The same tensor with every value sent through `change`, which is told the value's channel. */
export function mapped(maps: Maps, change: (value: number, channel: number) => number): Maps {
	const pixels = maps.side ** 2;
	const values = maps.values.map((value, index) => change(value, Math.floor(index / pixels)));
	return { ...maps, values };
}

/** Largest absolute value. */
export function largestOf(maps: Maps): number {
	return maps.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
