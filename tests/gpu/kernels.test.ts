import { afterAll, beforeAll } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Kernel } from '$lib/engine/plan/kernel';
import { Context } from '$lib/engine/webgpu/context';
import { tilesFor, type Tile } from '$lib/engine/webgpu/tile';
import { runKernel } from './runKernel';
import { longSumsSuite } from '../suites/kernels/longSums';
import { kernelSuite, type KernelEngine, type Operands } from '../suites/kernels/suite';

let dawn: Dawn;
let context: Context;
beforeAll(async () => {
	dawn = await openDawn();
	context = await Context.open(dawn);
});
afterAll(() => {
	context.close();
	dawn.close();
});

/** The tiles that the engine chooses between. */
function tilesOf(kernel: Kernel): Tile[] {
	const byName = [true, false].flatMap((software) =>
		tilesFor(kernel, { ...context.target, software }).map((tile) => [titleOf(tile), tile] as const)
	);
	return [...new Map(byName).values()];
}

const titleOf = ({ rows, quads, sharing }: Tile) =>
	`tile of ${rows} rows, ${quads} quads, sharing: ${sharing}`;

async function run(kernel: Kernel, tile: Tile, operands: Operands): Promise<Operands> {
	return runKernel(context, await context.pipelines.get(kernel, tile), ({ name }) => {
		const values = operands[name];
		if (values === undefined) throw new RangeError(`${kernel.kind} wants an operand "${name}".`);
		return values;
	});
}

const open = (): KernelEngine => ({
	waysOf: (kernel) =>
		tilesOf(kernel).map((tile) => ({
			name: titleOf(tile),
			run: (operands) => run(kernel, tile, operands)
		}))
});

kernelSuite(open);
longSumsSuite(open);
