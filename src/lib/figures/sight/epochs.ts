/** Epochs of a schedule and the stages in force at them. Pure. */

interface Stage {
	readonly epochs: number;
}

export function totalEpochs(stages: readonly Stage[]): number {
	return stages.reduce((sum, { epochs }) => sum + epochs, 0);
}

/** Epochs before a stage begins. */
export function beginOf(stages: readonly Stage[], stage: number): number {
	return totalEpochs(stages.slice(0, stage));
}

/** Number of the stage in force at an epoch; at a border the later one, after the end the last. */
export function stageAt(stages: readonly Stage[], epoch: number): number {
	let end = 0;
	const found = stages.findIndex(({ epochs }) => epoch < (end += epochs));
	return found < 0 ? stages.length - 1 : found;
}
