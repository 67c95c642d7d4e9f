/** A design held against a released network, part by part. Pure. */
import type { StageTable, Variant } from '$lib/model/variant';

/** A number of the design beside the released one; null where one of them has no such part. */
export interface Beside {
	readonly own: number | null;
	readonly released: number | null;
}

export interface PartDifference {
	/** `stem`, `stage1` …, `head_conv`, `size` */
	readonly part: string;
	readonly layers: Beside;
	/** Channels that leave the part; for `size` the image side, pixels. */
	readonly channels: Beside;
	/** Whether block type, kernel, stride and expansion are the same, too. */
	readonly sameBlock: boolean;
}

/** Every part that one of the two has, from the image size to the head. */
export function compareVariants(own: Variant, released: Variant): PartDifference[] {
	const stages = Array.from({ length: Math.max(own.stages.length, released.stages.length) }, (_, index) => {
		const [mine, theirs] = [own.stages[index], released.stages[index]];
		return {
			part: `stage${index + 1}`,
			layers: { own: mine?.layers ?? null, released: theirs?.layers ?? null },
			channels: { own: mine?.out ?? null, released: theirs?.out ?? null },
			sameBlock: sameBlock(mine, theirs)
		};
	});
	const single = (part: string, mine: number, theirs: number): PartDifference => ({
		part,
		layers: { own: null, released: null },
		channels: { own: mine, released: theirs },
		sameBlock: true
	});
	return [
		single('size', own.evalSize, released.evalSize),
		single('stem', own.stem.out, released.stem.out),
		...stages,
		single('head_conv', own.headChannels, released.headChannels)
	];
}

function sameBlock(a: StageTable | undefined, b: StageTable | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	return (
		a.op === b.op &&
		a.kernel === b.kernel &&
		a.stride === b.stride &&
		a.expandRatio === b.expandRatio &&
		a.seRatio === b.seRatio
	);
}

/** Whether nothing about a part differs. */
export const isEqual = ({ layers, channels, sameBlock: same }: PartDifference) =>
	same && layers.own === layers.released && channels.own === channels.released;
