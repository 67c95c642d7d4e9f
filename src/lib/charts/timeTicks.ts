const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Distances between ticks that read well on a clock, ms. */
const steps = [
	...[1, 2, 5, 10, 15, 30].map((count) => count * second),
	...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
	...[1, 2, 5, 10, 24, 48, 120].map((count) => count * hour)
];

/** Ticks from 0 for a time axis that must hold `ms`, about `count` of them; the axis ends at the last one. */
export function timeTicks(ms: number, count: number): number[] {
	const step = steps.find((candidate) => ms / candidate <= count) ?? Math.ceil(ms / count / hour) * hour;
	const last = Math.max(1, Math.ceil(ms / step - 1e-9));
	return Array.from({ length: last + 1 }, (_, index) => index * step);
}
