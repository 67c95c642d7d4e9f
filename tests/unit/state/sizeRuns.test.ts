import { expect, test } from 'vitest';
import { costUntil } from '$lib/state/sizeRuns';

const runs = [
	{ from: 0, size: 16, images: 8 },
	{ from: 10, size: 32, images: 8 },
	{ from: 12, size: 24, images: 8 }
];
const area = (size: number) => size ** 2;

test.each([
	[0, 0],
	[3, 3 * 8 * 256],
	[11, 8 * (10 * 256 + 1024)],
	[20, 8 * (10 * 256 + 2 * 1024 + 8 * 576)]
])('the first %i steps cost what their sizes cost', (steps, cost) => {
	expect(costUntil(runs, steps, area)).toBe(cost);
});
