/** What a step reads to make one output, as frames on the tensor before it. Pure. */
import { windowOf } from '$lib/labs/walk/layers';
import type { Place } from '$lib/labs/walk/maps';
import type { Step } from '$lib/labs/walk/steps';
import { boxOf, sheetOf, type Box } from './sheet';

/** Frames on a sheet of `columns` pictures in a row; a window may reach beyond its map. */
export function framesOf(step: Step, place: Place, columns: number): Box[] {
	const { before } = step;
	if (before.side === 1) return [];
	const sheet = sheetOf(before, columns);
	const { channel, y, x } = place;
	if (step.kind === 'squeeze') return [boxOf(before, sheet, { channel, y: 0, x: 0 }, before.side)];
	if (step.kind === 'input') return [0, 1, 2].map((color) => boxOf(before, sheet, { channel: color, y, x }));
	if (!('reads' in step)) return [boxOf(before, sheet, place)];
	const { top, left, side } = windowOf(before, step, place);
	const channels =
		step.kind === 'depthwise' ? [channel] : Array.from({ length: step.reads }, (_, read) => read);
	return channels.map((read) => boxOf(before, sheet, { channel: read, y: top, x: left }, side));
}
