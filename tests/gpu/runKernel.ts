import { readBuffer, storage } from '$lib/engine/webgpu/buffers';
import type { Context } from '$lib/engine/webgpu/context';
import type { Binding } from '$lib/engine/webgpu/kernels/source';
import type { Compiled } from '$lib/engine/webgpu/pipelines';
import { Shapes } from '$lib/engine/webgpu/shapes';

/** Runs one kernel on buffers of its own and gives what it writes; `valuesOf` tells what an operand holds before. */
export async function runKernel(
	context: Context,
	{ program, pipeline, bind }: Compiled,
	valuesOf: (binding: Binding) => Float32Array
): Promise<Record<string, Float32Array<ArrayBuffer>>> {
	const { device } = context;
	const operands = program.bindings.map((binding) => {
		const values = valuesOf(binding) as Float32Array<ArrayBuffer>;
		const buffer = storage(device, values.length, binding.name);
		device.queue.writeBuffer(buffer, 0, values);
		return { ...binding, buffer, length: values.length };
	});
	const byName = new Map(operands.map(({ name, buffer }) => [name, buffer]));
	const shapes = new Shapes(device);
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	pass.setPipeline(pipeline);
	pass.setBindGroup(
		0,
		bind((name) => ({ buffer: byName.get(name) as GPUBuffer }), shapes)
	);
	pass.dispatchWorkgroups(...program.workgroups);
	pass.end();
	device.queue.submit([encoder.finish()]);
	const written: Record<string, Float32Array<ArrayBuffer>> = {};
	for (const { name, access, buffer, length } of operands) {
		if (access === 'read_write') {
			written[name] = (await readBuffer(context, buffer, length)) as Float32Array<ArrayBuffer>;
		}
		buffer.destroy();
	}
	shapes.dispose();
	return written;
}
