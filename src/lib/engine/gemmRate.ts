/** This adapter's own plain float32 matrix product: the yardstick that a training step is held against. */
import { EngineError } from './executor';
import { gemmKernels, type GemmKernel } from './gemmKernels';

export interface GemmRate {
	/** Multiplications and additions per second, 10⁹. */
	readonly gigaflops: number;
	/** The tile shape that reached it. */
	readonly kernel: string;
}

/** A product quicker than this is too small to fill the device: a larger one is tried. */
const SHORT_MS = 4;
const sides = [256, 1024, 4096];
const PASSES = 3;

/** The best rate over a few tile shapes. Takes seconds on a software adapter. Throws EngineError for a wrong product. */
export async function gemmRate(device: GPUDevice): Promise<GemmRate> {
	let best: GemmRate = { gigaflops: 0, kernel: 'none' };
	for (const n of sides) {
		const rates = await ratesAt(device, n);
		best = rates.reduce((most, rate) => (rate.gigaflops > most.gigaflops ? rate : most), best);
		if ((2 * n ** 3) / best.gigaflops / 1e6 > SHORT_MS) break;
	}
	return best;
}

async function ratesAt(device: GPUDevice, n: number): Promise<GemmRate[]> {
	const bytes = n * n * 4;
	if (bytes > device.limits.maxStorageBufferBindingSize) return [];
	const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
	const make = () => device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC | COPY_DST });
	const [a, b, c] = [make(), make(), make()] as const;
	device.queue.writeBuffer(
		a,
		0,
		Float32Array.from({ length: n * n }, (_, i) => valueOfA(i, n))
	);
	device.queue.writeBuffer(
		b,
		0,
		Float32Array.from({ length: n * n }, (_, i) => valueOfB(i, n))
	);
	try {
		const rates: GemmRate[] = [];
		for (const kernel of gemmKernels(n)) {
			const ms = await timed(device, kernel, n, [a, b, c]);
			await check(device, c, n, kernel);
			rates.push({ gigaflops: (2 * n ** 3) / ms / 1e6, kernel: kernel.name });
		}
		return rates;
	} finally {
		for (const buffer of [a, b, c]) buffer.destroy();
	}
}

/** A and B vary by row and by column so that a kernel that mixes them up is found out. */
const valueOfA = (i: number, n: number) => (Math.floor(i / n) % 7) - (i % 5);
const valueOfB = (i: number, n: number) => (Math.floor(i / n) % 3) - (i % n) / n;

/** Milliseconds of the quickest of a few products, after one that is left out. */
async function timed(
	device: GPUDevice,
	{ code, rows, columns }: GemmKernel,
	n: number,
	buffers: readonly GPUBuffer[]
): Promise<number> {
	const module = device.createShaderModule({ code });
	const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
	const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
	const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
	let best = Infinity;
	for (let pass = 0; pass <= PASSES; pass++) {
		const encoder = device.createCommandEncoder();
		const compute = encoder.beginComputePass();
		compute.setPipeline(pipeline);
		compute.setBindGroup(0, group);
		compute.dispatchWorkgroups(n / columns, n / rows);
		compute.end();
		const start = performance.now();
		device.queue.submit([encoder.finish()]);
		await device.queue.onSubmittedWorkDone();
		if (pass > 0) best = Math.min(best, performance.now() - start);
	}
	return best;
}

/** Compares the last row of the product with one computed here. */
async function check(device: GPUDevice, c: GPUBuffer, n: number, { name }: GemmKernel): Promise<void> {
	const size = n * 4;
	const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
	const encoder = device.createCommandEncoder();
	encoder.copyBufferToBuffer(c, (n - 1) * size, staging, 0, size);
	device.queue.submit([encoder.finish()]);
	await staging.mapAsync(GPUMapMode.READ);
	const row = new Float32Array(staging.getMappedRange());
	const wrong = [0, 5, n - 3].some((column) => {
		let sum = 0;
		for (let k = 0; k < n; k++) sum += valueOfA((n - 1) * n + k, n) * valueOfB(k * n + column, n);
		return Math.abs((row[column] ?? NaN) - sum) > 1e-3 * n;
	});
	staging.destroy();
	if (wrong) throw new EngineError('unavailable', `The matrix product "${name}" came out wrong here.`);
}
