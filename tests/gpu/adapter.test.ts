import { expect, test } from 'vitest';
import { openDawn } from '$lib/engine/dawn';

// The gpu project is worth nothing if this machine gives Node no adapter: then this fails first, by name.
test('Node gets a WebGPU device that adds two numbers', async () => {
	const dawn = await openDawn();
	const { device } = dawn;
	const code = `
		@group(0) @binding(0) var<storage, read_write> x: array<f32>;
		@compute @workgroup_size(1) fn main() { x[2] = x[0] + x[1]; }`;
	const pipeline = device.createComputePipeline({
		layout: 'auto',
		compute: { module: device.createShaderModule({ code }) }
	});
	const numbers = device.createBuffer({
		size: 12,
		usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC
	});
	const result = device.createBuffer({ size: 12, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
	device.queue.writeBuffer(numbers, 0, new Float32Array([1.5, 2.25, 0]));
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	pass.setPipeline(pipeline);
	pass.setBindGroup(
		0,
		device.createBindGroup({
			layout: pipeline.getBindGroupLayout(0),
			entries: [{ binding: 0, resource: { buffer: numbers } }]
		})
	);
	pass.dispatchWorkgroups(1);
	pass.end();
	encoder.copyBufferToBuffer(numbers, 0, result, 0, 12);
	device.queue.submit([encoder.finish()]);
	await result.mapAsync(GPUMapMode.READ);
	expect([...new Float32Array(result.getMappedRange())]).toEqual([1.5, 2.25, 3.75]);
	result.unmap();
	dawn.close();
});
