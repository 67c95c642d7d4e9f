import { scaleLinear } from 'd3';
import { trackRules, type TrackName } from './tracks';
import type { StageBar } from './view';

/** A regulariser's line: its place in pixels and what a pixel stands for. */
export interface Track {
	readonly name: TrackName;
	readonly top: number;
	readonly bottom: number;
	readonly perPixel: number;
	readonly y: (value: number) => number;
}

/** Places of the schedule's parts in pixels. */
export interface Layout {
	readonly height: number;
	readonly left: number;
	readonly right: number;
	readonly barsBottom: number;
	readonly bottom: number;
	readonly tracks: readonly Track[];
	readonly bar: (bar: StageBar) => { x: number; width: number; top: number; middle: number };
	readonly epoch: (epoch: number) => number;
	/** What one pixel stands for, for dragging. */
	readonly sizePerPixel: number;
	readonly epochsPerPixel: number;
}

const top = 34;
const barsHeight = 112;
const trackHeight = 26;
/** Between a line and what is above it: its numbers stand there. */
const trackGap = 32;
const gap = 4;

/**
 * @param names of the tracks, from the top
 * @param width of the whole figure, px
 */
export function scheduleLayout(
	bars: readonly StageBar[],
	names: readonly TrackName[],
	width: number
): Layout {
	const left = width < 460 ? 90 : 96;
	const right = Math.max(left + 40, width - 4);
	const barsBottom = top + barsHeight;
	const epochs = bars.at(-1)?.to ?? 1;
	const largest = Math.max(1, ...bars.map(({ size }) => size));
	const x = scaleLinear([0, epochs], [left, right]);
	const y = scaleLinear([0, largest], [barsBottom, top]);
	const tracks = names.map((name, place) => trackOf(bars, name, barsBottom + 8, place));
	const bottom = tracks.at(-1)?.bottom ?? barsBottom;
	return {
		height: bottom + 12,
		left,
		right,
		barsBottom,
		bottom,
		tracks,
		bar: ({ from, to, size }) => {
			const wide = Math.max(1, x(to) - x(from) - gap);
			return { x: x(from), width: wide, top: y(size), middle: x(from) + wide / 2 };
		},
		epoch: (epoch) => x(epoch),
		sizePerPixel: largest / barsHeight,
		epochsPerPixel: epochs / (right - left)
	};
}

function trackOf(bars: readonly StageBar[], name: TrackName, from: number, place: number): Track {
	const bottom = from + (place + 1) * (trackGap + trackHeight);
	const strongest = Math.max(trackRules[name].scale, ...bars.map((bar) => bar[name]));
	return {
		name,
		top: bottom - trackHeight,
		bottom,
		perPixel: strongest / trackHeight,
		y: scaleLinear([0, strongest], [bottom, bottom - trackHeight])
	};
}
