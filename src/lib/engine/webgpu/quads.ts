/**
 * Whether threads 4i to 4i+3 of a workgroup form a quad of a subgroup. WGSL leaves it open how threads are dealt to
 * subgroups; every known adapter deals them in order, and this asks the device that is there.
 */
import { readBuffer, storage } from './buffers';
import type { Live } from './live';

const THREADS = 64;

const code = `
enable subgroups;
@group(0) @binding(0) var<storage, read_write> found: array<f32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) lane: u32) {
let own = f32(lane + 1u);
let sum = quadBroadcast(own, 0u) + 100.0 * quadBroadcast(own, 1u) + 10000.0 * (quadBroadcast(own, 3u) - quadBroadcast(own, 2u));
found[lane] = sum;
}`;

/** False where the device has no subgroups, does not compile the question, deals otherwise, or computes nothing. */
export async function dealsQuadsInOrder(context: Live): Promise<boolean> {
	const { device } = context;
	if (!device.features.has('subgroups')) return false;
	const pipeline = await compiledQuestion(device);
	if (pipeline === null) return false;
	const buffer = storage(device, THREADS, 'quads');
	try {
		const layout = pipeline.getBindGroupLayout(0);
		const bindGroup = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] });
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		pass.setPipeline(pipeline);
		pass.setBindGroup(0, bindGroup);
		pass.dispatchWorkgroups(1);
		pass.end();
		device.queue.submit([encoder.finish()]);
		const found = await readBuffer(context, buffer, THREADS);
		return found.every((sum, lane) => sum === expected(lane));
	} finally {
		buffer.destroy();
	}
}

async function compiledQuestion(device: GPUDevice): Promise<GPUComputePipeline | null> {
	// A shader that is refused is an answer, not a failure of the device.
	device.pushErrorScope('validation');
	try {
		return await device.createComputePipelineAsync({
			layout: 'auto',
			compute: { module: device.createShaderModule({ code }), entryPoint: 'main' }
		});
	} catch (cause) {
		if (cause instanceof GPUPipelineError) return null;
		throw cause;
	} finally {
		await device.popErrorScope();
	}
}

function expected(lane: number): number {
	const first = 4 * Math.floor(lane / 4) + 1;
	return first + 100 * (first + 1) + 10_000;
}
