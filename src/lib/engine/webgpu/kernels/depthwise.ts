/** Depthwise convolution: a thread has four channels of a run of pixels in one row, all taps unrolled. */
import type {
	DepthwiseFilterGradientKernel,
	DepthwiseInputGradientKernel,
	DepthwiseKernel
} from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { activation, each, halvesOf, quads, Source, type Program } from './source';

/** Pixels of a row that one thread makes. */
const RUN = 4;

export function depthwise(kernel: DepthwiseKernel, _: Tile, features: Features): Program {
	const { batch, outSide, channels } = kernel;
	const runs = Math.ceil(outSide / RUN);
	const run = Math.min(RUN, outSide);
	const store = (i: number) => `if (x0 + ${i} < ${outSide}) {
let r = u32(line * ${outSide} + x0 + ${i}); put_y(row_y(r), q, ${result(kernel, i)}); }`;
	return forwardBindings(kernel, features).threads(
		batch * outSide * runs * quads(channels),
		`
let q = t % ${quads(channels)}u;
let x0 = i32((t / ${quads(channels)}u) % ${runs}u) * ${RUN};
let line = i32(t / ${quads(channels) * runs}u);
${each(run, (i) => `var acc${i} = vec4f();`)}
${runSums(kernel, run)}
${each(run, store)}`
	);
}

function forwardBindings(kernel: DepthwiseKernel, features: Features): Source {
	const { batch, inSide, outSide, kernel: size, channels } = kernel;
	const rows = batch * outSide ** 2;
	const source = new Source(null, halvesOf(kernel, features))
		.tensor('x', 'read', batch * inSide ** 2, channels)
		.tensor('weight', 'read', size ** 2, channels);
	if (kernel.bias) source.tensor('bias', 'read', 1, channels);
	if (kernel.addend) source.tensor('addend', 'read', rows, channels);
	source.tensor('y', 'read_write', rows, channels);
	return kernel.silu ? source.add(activation) : source;
}

/** A row of taps at a time; each input pixel of the run's reach loads once and serves all its taps. */
function runSums({ inSide, outSide, kernel: size, stride, pad }: DepthwiseKernel, run: number): string {
	const products = (ix: number) =>
		each(run, (i) => {
			const kx = ix - i * stride;
			return kx >= 0 && kx < size ? `acc${i} += v * w${kx};` : '';
		});
	const reach = (run - 1) * stride + size;
	const load = (ix: number) => `{ let ix = left + ${ix}; if (u32(ix) < ${inSide}u) {
let v = get_x(row_x(u32((n * ${inSide} + iy) * ${inSide} + ix)), q);
${products(ix)} } }`;
	return `
let n = line / ${outSide}; let oy = line % ${outSide};
let left = x0 * ${stride} - ${pad};
for (var ky = 0; ky < ${size}; ky++) {
let iy = oy * ${stride} - ${pad} + ky;
if (u32(iy) >= ${inSide}u) { continue; }
${each(size, (kx) => `let w${kx} = get_weight(row_weight(u32(ky * ${size} + ${kx})), q);`)}
${each(reach, load)}
}`;
}

function result({ bias, silu, addend }: DepthwiseKernel, i: number): string {
	let value = `acc${i}`;
	if (bias) value = `(${value} + get_bias(0u, q))`;
	if (silu) value = `silu(${value})`;
	return addend ? `${value} + get_addend(row_addend(r), q)` : value;
}

/**
 * A run of input pixels of one row; at stride 2 those meet every other tap, which is known when the shader is written
 * for columns (the run begins at an even one) and looked up for rows.
 */
export function depthwiseInputGradient(kernel: DepthwiseInputGradientKernel): Program {
	const { batch, inSide, outSide, kernel: size, channels } = kernel;
	const rows = batch * inSide ** 2;
	const runs = Math.ceil(inSide / RUN);
	const run = Math.min(RUN, inSide);
	const source = new Source()
		.tensor('dy', 'read', batch * outSide ** 2, channels)
		.tensor('weight', 'read', size ** 2, channels);
	if (kernel.addend) source.tensor('addend', 'read', rows, channels);
	source.tensor('dx', 'read_write', rows, channels);
	const store = (i: number) => `if (x0 + ${i} < ${inSide}) {
let r = u32(line * ${inSide} + x0 + ${i});
put_dx(row_dx(r), q, acc${i}${kernel.addend ? ' + get_addend(row_addend(r), q)' : ''}); }`;
	return source.threads(
		batch * inSide * runs * quads(channels),
		`
let q = t % ${quads(channels)}u;
let x0 = i32((t / ${quads(channels)}u) % ${runs}u) * ${RUN};
let line = i32(t / ${quads(channels) * runs}u);
${each(run, (i) => `var acc${i} = vec4f();`)}
${gradientRun(kernel, run)}
${each(run, store)}`
	);
}

/** Output columns that see the run, each loaded once. Pixel x0 + i and tap kx meet in output column (x0 + i + pad - kx) / stride. */
function gradientRun(kernel: DepthwiseInputGradientKernel, run: number): string {
	const { inSide, outSide, kernel: size, stride, pad } = kernel;
	const first = Math.floor((pad - size + 1) / stride);
	const last = Math.floor((run - 1 + pad) / stride);
	const products = (ox: number) =>
		each(run, (i) => {
			const kx = i + pad - ox * stride;
			return kx >= 0 && kx < size ? `acc${i} += v * w${kx};` : '';
		});
	const load = (n: number) => `{ let ox = left + ${first + n}; if (u32(ox) < ${outSide}u) {
let v = get_dy(row_dy(u32((n * ${outSide} + oy) * ${outSide} + ox)), q);
${products(first + n)} } }`;
	return `
let n = line / ${inSide}; let y = line % ${inSide};
let left = x0 / ${stride};
for (var ky = (y + ${pad}) % ${stride}; ky < ${size}; ky += ${stride}) {
let sy = y + ${pad} - ky; let oy = sy / ${stride};
if (u32(sy) >= ${outSide * stride}u) { continue; }
${each(size, (kx) => `let w${kx} = get_weight(row_weight(u32(ky * ${size} + ${kx})), q);`)}
${each(last - first + 1, load)}
}`;
}

export function depthwiseFilterGradient(
	kernel: DepthwiseFilterGradientKernel,
	_: Tile,
	features: Features
): Program {
	const { batch, inSide, outSide, kernel: size, stride, pad, channels, splits } = kernel;
	const rows = batch * outSide;
	const perSplit = Math.ceil(rows / splits);
	const source = new Source(null, halvesOf(kernel, features))
		.tensor('x', 'read', batch * inSide ** 2, channels)
		.tensor('dy', 'read', batch * outSide ** 2, channels)
		.tensor('partial', 'read_write', splits * size ** 2, channels);
	return source.threads(
		splits * size * quads(channels),
		`
let q = t % ${quads(channels)}u;
let ky = i32((t / ${quads(channels)}u) % ${size}u);
let split = t / ${quads(channels) * size}u;
${each(size, (kx) => `var acc${kx} = vec4f();`)}
for (var r = split * ${perSplit}u; r < min((split + 1u) * ${perSplit}u, ${rows}u); r++) {
let n = i32(r / ${outSide}u);
let iy = i32(r % ${outSide}u) * ${stride} + ky - ${pad};
if (u32(iy) >= ${inSide}u) { continue; }
for (var ox = 0; ox < ${outSide}; ox++) {
let d = get_dy(row_dy(r * ${outSide}u + u32(ox)), q);
let left = ox * ${stride} - ${pad};
${each(
	size,
	(kx) => `{ let ix = left + ${kx}; if (u32(ix) < ${inSide}u) {
acc${kx} += d * get_x(row_x(u32((n * ${inSide} + iy) * ${inSide} + ix)), q); } }`
)}
} }
${each(size, (kx) => `put_partial(row_partial((split * ${size}u + u32(ky)) * ${size}u + ${kx}u), q, acc${kx});`)}`
	);
}
