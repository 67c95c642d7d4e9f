import { scaleLinear } from 'd3';
import type { StageBar } from './view';

/** Places of the schedule's parts in pixels. */
export interface Layout {
	readonly height: number;
	readonly left: number;
	readonly right: number;
	readonly barsBottom: number;
	readonly dropoutTop: number;
	readonly dropoutBottom: number;
	readonly bar: (bar: StageBar) => { x: number; width: number; top: number };
	readonly dot: (bar: StageBar) => { x: number; y: number };
	readonly epoch: (epoch: number) => number;
	/** What one pixel stands for, for dragging. */
	readonly sizePerPixel: number;
	readonly dropoutPerPixel: number;
	readonly epochsPerPixel: number;
}

const top = 34;
const barsHeight = 112;
const dropoutHeight = 30;
const gap = 4;

/** @param width of the whole figure, px */
export function scheduleLayout(bars: readonly StageBar[], width: number): Layout {
	const left = width < 460 ? 66 : 74;
	const right = Math.max(left + 40, width - 4);
	const barsBottom = top + barsHeight;
	const dropoutTop = barsBottom + 34;
	const dropoutBottom = dropoutTop + dropoutHeight;
	const epochs = bars.at(-1)?.to ?? 1;
	const largest = Math.max(1, ...bars.map(({ size }) => size));
	const strongest = Math.max(0.3, ...bars.map(({ dropout }) => dropout));
	const x = scaleLinear([0, epochs], [left, right]);
	const y = scaleLinear([0, largest], [barsBottom, top]);
	const rate = scaleLinear([0, strongest], [dropoutBottom, dropoutTop]);
	return {
		height: dropoutBottom + 12,
		left,
		right,
		barsBottom,
		dropoutTop,
		dropoutBottom,
		bar: ({ from, to, size }) => ({ x: x(from), width: Math.max(1, x(to) - x(from) - gap), top: y(size) }),
		dot: ({ from, to, dropout }) => ({ x: x((from + to) / 2) - gap / 2, y: rate(dropout) }),
		epoch: (epoch) => x(epoch),
		sizePerPixel: largest / barsHeight,
		dropoutPerPixel: strongest / dropoutHeight,
		epochsPerPixel: epochs / (right - left)
	};
}
