/** Choosing one value of a tensor. Pure. */
import type { Maps, Place } from '$lib/labs/walk/maps';

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** The nearest place that a tensor has. */
export function placeIn({ channels, side }: Maps, { channel, y, x }: Place): Place {
	return { channel: within(channel, channels), y: within(y, side), x: within(x, side) };
}

/** Where a key leads from a place; null for a key that leads nowhere. In a row of numbers every arrow changes the channel. */
export function movedBy(key: string, maps: Maps, place: Place): Place | null {
	const { channel, y, x } = place;
	const horizontal = { ArrowRight: 1, ArrowLeft: -1 }[key];
	const vertical = { ArrowDown: 1, ArrowUp: -1 }[key];
	const channels = { PageDown: 1, PageUp: -1 }[key];
	if (key === 'Home') return placeIn(maps, { channel, y: 0, x: 0 });
	if (key === 'End') return placeIn(maps, { channel, y: maps.side - 1, x: maps.side - 1 });
	const way = maps.side === 1 ? (channels ?? vertical ?? horizontal) : channels;
	if (way !== undefined) return placeIn(maps, { channel: channel + way, y, x });
	if (vertical !== undefined) return placeIn(maps, { channel, y: y + vertical, x });
	if (horizontal !== undefined) return placeIn(maps, { channel, y, x: x + horizontal });
	return null;
}
