import { expect, test } from 'vitest';
import { encodeCall } from '$lib/engine/wasm/encode';
import { instantiate } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';

const ZEROS = 65_536;

/** SiLU as a 1×1 convolution with an identity weight makes it, of four numbers at once. */
async function silu(bytes: Uint8Array<ArrayBuffer>, values: Float32Array): Promise<Float32Array> {
	const memory = new WebAssembly.Memory({ initial: 64 });
	const kernels = await instantiate({ module: await WebAssembly.compile(bytes) }, memory);
	const rows = values.length / 4;
	const places = { weight: ZEROS, x: ZEROS + 256, y: 0, scratch: 0, list: 0 };
	places.y = places.x + 4 * values.length;
	places.scratch = places.y + 4 * values.length;
	places.list = places.scratch + 16_384;
	const floats = new Float32Array(memory.buffer);
	for (let i = 0; i < 4; i++) floats[places.weight / 4 + 5 * i] = 1;
	floats.set(values, places.x / 4);
	const window = {
		batch: 1,
		inSide: Math.sqrt(rows),
		outSide: Math.sqrt(rows),
		kernel: 1,
		stride: 1,
		pad: 0
	};
	const epilogue = { bias: false, silu: true, addend: false };
	const words = encodeCall(
		{ kind: 'conv', ...window, stride: 1, in: 4, out: 4, ...epilogue },
		(name) => places[name as 'x' | 'y' | 'weight']
	);
	new Int32Array(memory.buffer).set(words, places.list / 4);
	kernels.run(places.list, places.list + 4 * words.length, places.scratch, 0, 1);
	return floats.slice(places.y / 4, places.y / 4 + values.length);
}

/** 65,536 numbers from -80 to 80, dense around 0. */
const values = Float32Array.from({ length: 2 ** 16 }, (_, i) => {
	const t = (i - 2 ** 15) / 2 ** 15;
	return 80 * t ** 3;
});

test.each(['plain', 'relaxed'] as const)(
	'SiLU is right to a few units in the last place: %s',
	async (build) => {
		const found = await silu(await nodeKernels[build](), values);
		let worst = 0;
		values.forEach((x, i) => {
			const exact = x / (1 + Math.exp(-x));
			const unit = Math.max(Math.abs(exact), 2 ** -126) * 2 ** -24;
			worst = Math.max(worst, Math.abs((found[i] ?? NaN) - exact) / unit);
		});
		// The exponential is within two units, its sum, quotient and product round once each.
		expect(worst).toBeLessThan(8);
		expect(worst).toBeGreaterThan(0);
	}
);

test('what is not a number stays none', async () => {
	const [first] = await silu(await nodeKernels.plain(), new Float32Array(16).fill(NaN));
	expect(first).toBeNaN();
});
