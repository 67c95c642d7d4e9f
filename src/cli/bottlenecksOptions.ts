import type { Command } from 'commander';
import {
	bottleneckDefaults,
	bottleneckLimits,
	bottleneckParts,
	type BottleneckPart
} from '$lib/labs/bottlenecks/settings';
import type { EngineOptions } from './engine';
import { listOption, numberOption, wordsOption } from './options';

export interface BottlenecksOptions extends EngineOptions {
	readonly model: string;
	readonly against: string;
	readonly sizes: readonly number[];
	readonly size: number;
	/** MiB. */
	readonly memory: number;
	readonly batch: number;
	readonly repeats: number;
	readonly part: readonly BottleneckPart[];
	readonly json?: boolean;
}

const pixels = { ...bottleneckLimits.size, whole: true, unit: 'pixels' };
const mebibytes = { ...bottleneckLimits.memory, whole: true, unit: 'MiB' };
const images = { ...bottleneckLimits.batch, whole: true };
const turns = { ...bottleneckLimits.repeats, whole: true };

/** Adds what is measured, and on what. */
export function withBottlenecks(command: Command): Command {
	const { model, against, sizes, size, memory, batch, repeats } = bottleneckDefaults;
	const batchText = 'images of a step; in the part "size" of the one that stays as it is';
	return command
		.option('--model <name>', 'a variant, see "lab variants"', model)
		.option('--against <name>', 'the network beside it in the part "scaling"', against)
		.addOption(listOption('--sizes <px>', 'image sides of the part "size"', pixels).default(sizes))
		.addOption(numberOption('--size <px>', 'image side of the other parts', pixels).default(size))
		.addOption(numberOption('--memory <n>', 'of a step in the part "size"', mebibytes).default(memory))
		.addOption(numberOption('--batch <n>', batchText, images).default(batch))
		.addOption(numberOption('--repeats <n>', 'turns', turns).default(repeats))
		.addOption(
			wordsOption('--part <names>', 'what is measured', bottleneckParts).default([...bottleneckParts])
		);
}
