import { afterAll, beforeAll } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Kernel } from '$lib/engine/plan/kernel';
import { readBuffer, storage } from '$lib/engine/webgpu/buffers';
import { Context } from '$lib/engine/webgpu/context';
import { tilesFor, type Tile } from '$lib/engine/webgpu/tile';
import { kernelSuite, type Operands } from '../suites/kernels/suite';

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
	const { device } = context;
	const { program, pipeline, layout } = await context.pipelines.get(kernel, tile);
	const bound = program.bindings.map(({ name, access }) => {
		const values = operands[name];
		if (values === undefined) throw new RangeError(`${kernel.kind} wants an operand "${name}".`);
		const buffer = storage(device, values.length, name);
		device.queue.writeBuffer(buffer, 0, values);
		return { name, access, buffer, length: values.length };
	});
	const entries = bound.map(({ buffer }, binding) => ({ binding, resource: { buffer } }));
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	pass.setPipeline(pipeline);
	pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
	pass.dispatchWorkgroups(...program.workgroups);
	pass.end();
	device.queue.submit([encoder.finish()]);
	const written: Record<string, Float32Array> = {};
	for (const { name, access, buffer, length } of bound) {
		if (access === 'read_write') written[name] = await readBuffer(context, buffer, length);
		buffer.destroy();
	}
	return written;
}

kernelSuite(() => ({
	waysOf: (kernel) =>
		tilesOf(kernel).map((tile) => ({
			name: titleOf(tile),
			run: (operands) => run(kernel, tile, operands)
		}))
}));
