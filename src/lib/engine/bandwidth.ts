/** How fast this adapter goes through its memory: a kernel that copies, by the host's clock. */
import { EngineError } from './executor';

/** Read and written by one copy, where the device binds that much. */
const MOST_BYTES = 64 * 2 ** 20;
/** A submission quicker than this is mostly waiting: more copies are put into it. */
const SHORT_MS = 20;
const MOST_COPIES = 1024;
const PASSES = 3;
const THREADS = 64;
/** Vectors that a thread copies, a workgroup apart, so that neighbours read neighbours. */
const EACH = 8;

const code = `@group(0) @binding(0) var<storage, read> from_: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> to_: array<vec4f>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
let start = group.x * ${THREADS * EACH}u + thread;
${Array.from({ length: EACH }, (_, i) => `to_[start + ${i * THREADS}u] = from_[start + ${i * THREADS}u];`).join('\n')}
}`;

/** 10⁹ bytes a second, read and written. Throws EngineError for a wrong copy. */
export async function bandwidth(device: GPUDevice): Promise<number> {
	const grain = 16 * THREADS * EACH;
	const most = Math.min(MOST_BYTES, device.limits.maxStorageBufferBindingSize);
	const bytes = Math.floor(most / grain) * grain;
	const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
	const make = () => device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC | COPY_DST });
	const [from, to] = [make(), make()];
	try {
		device.queue.writeBuffer(from, bytes - 4, Float32Array.of(1.5));
		const copy = await copier(device, from, to, bytes / grain);
		const ms = await quickest(copy);
		await check(device, to, bytes);
		return (2 * bytes) / ms / 1e6;
	} finally {
		from.destroy();
		to.destroy();
	}
}

/** Submits some copies and waits; gives milliseconds. */
async function copier(device: GPUDevice, from: GPUBuffer, to: GPUBuffer, workgroups: number) {
	const module = device.createShaderModule({ code });
	const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
	const entries = [from, to].map((buffer, binding) => ({ binding, resource: { buffer } }));
	const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
	return async (copies: number): Promise<number> => {
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		pass.setPipeline(pipeline);
		pass.setBindGroup(0, group);
		for (let at = 0; at < copies; at++) pass.dispatchWorkgroups(workgroups);
		pass.end();
		const start = performance.now();
		device.queue.submit([encoder.finish()]);
		await device.queue.onSubmittedWorkDone();
		return performance.now() - start;
	};
}

/** Milliseconds of one copy, the quickest of a few submissions that are long enough. */
async function quickest(copy: (copies: number) => Promise<number>): Promise<number> {
	await copy(1);
	let copies = 1;
	while (copies < MOST_COPIES && (await copy(copies)) < SHORT_MS) copies *= 2;
	let best = Infinity;
	for (let pass = 0; pass < PASSES; pass++) best = Math.min(best, (await copy(copies)) / copies);
	return best;
}

async function check(device: GPUDevice, to: GPUBuffer, bytes: number): Promise<void> {
	const staging = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
	const encoder = device.createCommandEncoder();
	encoder.copyBufferToBuffer(to, bytes - 4, staging, 0, 4);
	device.queue.submit([encoder.finish()]);
	await staging.mapAsync(GPUMapMode.READ);
	const [value] = new Float32Array(staging.getMappedRange());
	staging.destroy();
	if (value !== 1.5) throw new EngineError('unavailable', 'A copy of memory came out wrong here.');
}
