/** Dropout and drop path: Philox on the device, bit for bit the draws of `random/stream.ts`. */
import type { DropoutKernel, MultiplyKernel, PathMaskKernel } from '../../plan/stepKernels';
import { PATHS, SCALAR, scalarCount } from '../../plan/scalars';
import { Source, type Program } from './source';

/** `draw(i, stream)`: 24 bits of draw i, counter and key as stream.ts lays them out, the step as part. */
const philox = `
fn high(a: u32, b: u32) -> u32 {
let al = a & 0xffffu; let ah = a >> 16u; let bl = b & 0xffffu; let bh = b >> 16u;
let middle = ah * bl + ((al * bl) >> 16u);
let cross = al * bh + (middle & 0xffffu);
return ah * bh + (middle >> 16u) + (cross >> 16u);
}
fn draw(i: u32, stream: u32) -> u32 {
var c = vec4u(i / 4u, 0u, 0u, bitcast<u32>(scalars[${SCALAR.step}]));
var k = vec2u(bitcast<u32>(scalars[${SCALAR.seed}]), stream);
for (var round = 0u; round < 10u; round++) {
let h0 = high(0xd2511f53u, c.x); let l0 = 0xd2511f53u * c.x;
let h1 = high(0xcd9e8d57u, c.z); let l1 = 0xcd9e8d57u * c.z;
c = vec4u(h1 ^ c.y ^ k.x, l1, h0 ^ c.w ^ k.y, l0);
k += vec2u(0x9e3779b9u, 0xbb67ae85u);
}
return c[i % 4u] >> 8u;
}`;

function mask(stream: string, threshold: string, scale: string): string {
	return `select(scalars[${scale}], 0.0, draw(t, ${stream}) < bitcast<u32>(scalars[${threshold}]))`;
}

export function dropout({ size, stream }: DropoutKernel): Program {
	return new Source()
		.floats('x', 'read', size)
		.floats('scalars', 'read', scalarCount(0))
		.floats('y', 'read_write', size)
		.floats('mask', 'read_write', size)
		.add(philox)
		.threads(
			size,
			`let m = ${mask(`${stream}u`, `${SCALAR.dropoutThreshold}`, `${SCALAR.dropoutScale}`)};
mask[t] = m;
y[t] = x[t] * m;`
		);
}

export function multiply({ size }: MultiplyKernel): Program {
	return new Source()
		.floats('x', 'read', size)
		.floats('mask', 'read', size)
		.floats('y', 'read_write', size)
		.threads(size, 'y[t] = x[t] * mask[t];');
}

export function pathMask({ batch, stream, path }: PathMaskKernel): Program {
	return new Source({ stream, at: PATHS + 2 * path })
		.floats('scalars', 'read', scalarCount(path + 1))
		.floats('mask', 'read_write', batch)
		.add(philox)
		.threads(batch, `mask[t] = ${mask('shape.stream', 'shape.at', 'shape.at + 1u')};`);
}
