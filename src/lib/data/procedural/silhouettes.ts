/** The ten forms, each a signed distance: negative inside, about one per pixel near the edge. y points down. */

export interface Silhouette {
	readonly name: string;
	/** Distance of (x, y), pixels from the centre, to the outline of a form of radius r. */
	distance(x: number, y: number, r: number): number;
}

const box = (x: number, y: number, halfWidth: number, halfHeight: number) =>
	Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);

/** Distance from a point to a line through the point's origin direction, given the slope of that line. */
const perpendicular = (vertical: number, slope: number) => vertical / Math.sqrt(1 + slope * slope);

function triangle(x: number, y: number, r: number): number {
	const slanted = (Math.abs(x) * Math.sqrt(3)) / 2 - y / 2;
	return Math.max(y, slanted) - 0.62 * r;
}

/** Folded into half of one point: one straight edge is left, from the tip to the inner vertex 36° on. */
function star(x: number, y: number, r: number): number {
	const sector = (2 * Math.PI) / 5;
	const angle = Math.atan2(x, -y);
	const folded = Math.abs(angle - sector * Math.round(angle / sector));
	const radius = Math.sqrt(x * x + y * y);
	const tip = 1.12 * r;
	const along = 0.48 * r * Math.cos(sector / 2) - tip;
	const across = 0.48 * r * Math.sin(sector / 2);
	const length = Math.sqrt(along * along + across * across);
	return ((radius * Math.cos(folded) - tip) * across - radius * Math.sin(folded) * along) / length;
}

function crescent(x: number, y: number, r: number): number {
	const dx = x - 0.42 * r;
	return Math.max(Math.sqrt(x * x + y * y) - 0.95 * r, 0.78 * r - Math.sqrt(dx * dx + y * y));
}

function chevron(x: number, y: number, r: number): number {
	const slope = 0.75;
	const middle = slope * Math.abs(x) - 0.33 * r;
	return Math.max(perpendicular(Math.abs(y - middle), slope) - 0.35 * r, Math.abs(x) - 0.9 * r);
}

function hourglass(x: number, y: number, r: number): number {
	const slope = 0.95;
	const side = perpendicular(Math.abs(x) - slope * Math.abs(y) - 0.1 * r, slope);
	return Math.max(side, Math.abs(y) - 0.86 * r);
}

/** In the order of the labels. */
export const silhouettes: readonly Silhouette[] = [
	{ name: 'disc', distance: (x, y, r) => Math.sqrt(x * x + y * y) - 0.88 * r },
	{ name: 'square', distance: (x, y, r) => box(x, y, 0.76 * r, 0.76 * r) },
	{ name: 'triangle', distance: triangle },
	{ name: 'star', distance: star },
	{ name: 'ring', distance: (x, y, r) => Math.abs(Math.sqrt(x * x + y * y) - 0.68 * r) - 0.27 * r },
	{
		name: 'cross',
		distance: (x, y, r) => Math.min(box(x, y, 0.95 * r, 0.32 * r), box(x, y, 0.32 * r, 0.95 * r))
	},
	{ name: 'crescent', distance: crescent },
	{ name: 'bar', distance: (x, y, r) => box(x, y, 0.98 * r, 0.36 * r) },
	{ name: 'chevron', distance: chevron },
	{ name: 'hourglass', distance: hourglass }
];
