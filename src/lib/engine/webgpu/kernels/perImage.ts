/** Kernels with one number per image and channel: pooling, and squeeze-and-excitation's gate on the feature map. */
import type {
	GateSumsKernel,
	ScaleGradientKernel,
	ScaleKernel,
	SpatialMeanGradientKernel,
	SpatialMeanKernel,
	Stored
} from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { halvesOf, quads, Source, type Program } from './source';

interface PerImage {
	readonly batch: number;
	readonly pixels: number;
	readonly channels: number;
}

const sourceOf = (kernel: PerImage & Stored, features: Features) =>
	Source.ofRows(kernel.channels, { pixels: kernel.pixels }, halvesOf(kernel, features));

/** `q` is the quad, `r` the pixel of the batch, `n` its image. */
function perPixel(source: Source, { batch, pixels, channels }: PerImage, body: string): Program {
	return source.threads(
		batch * pixels * quads(channels),
		`let q = t % shape.quads; let r = t / shape.quads; let n = r / shape.pixels;\n${body}`
	);
}

/** Pixels that are summed by themselves: a sum of ten thousand in one go would lose two digits. */
const SOME = 128;

/** `sum` of a term over the pixels of image `n`. */
function perMean(source: Source, { batch, channels }: PerImage, term: string, end: string): Program {
	return source.threads(
		batch * quads(channels),
		`let q = t % shape.quads; let n = t / shape.quads;
var sum = vec4f();
let end = (n + 1u) * shape.pixels;
for (var first = n * shape.pixels; first < end; first += ${SOME}u) {
	var some = vec4f();
	for (var r = first; r < min(first + ${SOME}u, end); r++) { some += ${term}; }
	sum += some;
}
${end}`
	);
}

export function spatialMean(kernel: SpatialMeanKernel, _: Tile, features: Features): Program {
	const { batch, pixels, channels } = kernel;
	const source = sourceOf(kernel, features)
		.tensor('x', 'read', batch * pixels, channels)
		.tensor('mean', 'read_write', batch, channels);
	return perMean(source, kernel, 'get_x(row_x(r), q)', 'put_mean(row_mean(n), q, sum / f32(shape.pixels));');
}

export function spatialMeanGradient(kernel: SpatialMeanGradientKernel, _: Tile, features: Features): Program {
	const { batch, pixels, channels } = kernel;
	const source = sourceOf(kernel, features)
		.tensor('dmean', 'read', batch, channels)
		.tensor('dx', 'read_write', batch * pixels, channels);
	return perPixel(source, kernel, 'put_dx(row_dx(r), q, get_dmean(row_dmean(n), q) / f32(shape.pixels));');
}

export function scale(kernel: ScaleKernel, _: Tile, features: Features): Program {
	const { batch, pixels, channels } = kernel;
	const source = sourceOf(kernel, features)
		.tensor('x', 'read', batch * pixels, channels)
		.tensor('gate', 'read', batch, channels)
		.tensor('y', 'read_write', batch * pixels, channels);
	return perPixel(source, kernel, 'put_y(row_y(r), q, get_x(row_x(r), q) * get_gate(row_gate(n), q));');
}

export function gateSums(kernel: GateSumsKernel, _: Tile, features: Features): Program {
	const { batch, pixels, channels } = kernel;
	const source = sourceOf(kernel, features)
		.tensor('x', 'read', batch * pixels, channels)
		.tensor('dy', 'read', batch * pixels, channels)
		.tensor('gate', 'read', batch, channels)
		.tensor('dgate', 'read_write', batch, channels);
	const term = 'get_x(row_x(r), q) * get_dy(row_dy(r), q)';
	const end = `let g = get_gate(row_gate(n), q);
put_dgate(row_dgate(n), q, sum * g * (1.0 - g));`;
	return perMean(source, kernel, term, end);
}

export function scaleGradient(kernel: ScaleGradientKernel, _: Tile, features: Features): Program {
	const { batch, pixels, channels } = kernel;
	const source = sourceOf(kernel, features)
		.tensor('dy', 'read', batch * pixels, channels)
		.tensor('gate', 'read', batch, channels)
		.tensor('dsqueezed', 'read', batch, channels)
		.tensor('dx', 'read_write', batch * pixels, channels);
	const body = `let d = get_dsqueezed(row_dsqueezed(n), q) / f32(shape.pixels);
put_dx(row_dx(r), q, get_dy(row_dy(r), q) * get_gate(row_gate(n), q) + d);`;
	return perPixel(source, kernel, body);
}
