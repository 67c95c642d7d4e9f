import type { BlockOpName, BlockRow } from '$lib/worker/blocksProtocol';

export interface RooflinePoint {
	readonly stage: number;
	readonly op: BlockOpName;
	/** Operations a byte; a multiply-add is two. */
	readonly intensity: number;
	/** 10⁹ operations a second of the way forward. */
	readonly gigaflops: number;
}

/** The way forward of each whole stage; those whose time the clock rounded to nothing are left out. */
export function rooflinePoints(rows: readonly BlockRow[]): RooflinePoint[] {
	return rows
		.filter(({ wholeStage }) => wholeStage.forwardMs > 0)
		.map(({ stage, op, wholeStage: { macs, bytes, forwardMs } }) => ({
			stage,
			op,
			intensity: (2 * macs) / bytes,
			gigaflops: (2 * macs) / forwardMs / 1e6
		}));
}

/** Powers of ten around some values, one at least on either side. */
export function decades(values: readonly number[]): readonly [number, number] {
	const logs = values.map(Math.log10);
	const [least, most] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
	return [10 ** least, 10 ** Math.max(most, least + 1)];
}
