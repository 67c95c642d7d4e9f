import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3';

export interface Margin {
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
	readonly left: number;
}

/** From data to pixels inside a chart. */
export interface Scales {
	readonly x: ScaleContinuousNumeric<number, number>;
	readonly y: ScaleContinuousNumeric<number, number>;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

export type ScaleKind = 'linear' | 'log';
export type Domain = readonly [from: number, to: number];

/** Scales of a chart of this size in pixels; a domain without extent is widened so that nothing divides by zero. A log scale begins above 0. */
export function chartScales(
	size: { readonly width: number; readonly height: number },
	margin: Margin,
	domain: { readonly x: Domain; readonly y: Domain },
	yScale: ScaleKind = 'linear',
	xScale: ScaleKind = 'linear'
): Scales {
	const right = Math.max(margin.left + 1, size.width - margin.right);
	const bottom = size.height - margin.bottom;
	return {
		x: (xScale === 'log' ? scaleLog : scaleLinear)(widened(domain.x), [margin.left, right]),
		y: (yScale === 'log' ? scaleLog : scaleLinear)(widened(domain.y), [bottom, margin.top]),
		left: margin.left,
		right,
		top: margin.top,
		bottom
	};
}

function widened([from, to]: Domain): [number, number] {
	return to > from ? [from, to] : [from, from + 1];
}
