import type { Domain } from './scales';

/** 1, 2 and 5 times the powers of ten between two numbers above 0, both ends included. */
export function logTicks([from, to]: Domain): number[] {
	const ticks: number[] = [];
	for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
		for (const digit of [1, 2, 5]) {
			const tick = Number(`${digit}e${power}`);
			if (tick >= from && tick <= to) ticks.push(tick);
		}
	}
	return ticks;
}
