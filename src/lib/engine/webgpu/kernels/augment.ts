/**
 * Training images from uint8 ones as a table draws them: a workgroup resizes, flips and crops an image, does its
 * operations one after the other on packed levels, and normalises it. All in whole numbers, bit for bit what
 * `data/augment` makes.
 */
import { firstOperation, operationNames, wordsPerImage, wordsPerOperation } from '$lib/data/augment/table';
import type { AugmentationShape } from '../../plan/augmentation';
import * as draw from '../../plan/drawWords';
import type { Features } from '../features';
import { curveText } from './augmentCurves';
import { geometryText } from './augmentGeometry';
import { placementText } from './augmentPlacement';
import { each, Source, type Program } from './source';

/** Threads of a software adapter take turns at every barrier. */
const LANES = 256;
const SOFTWARE_LANES = 64;

/** Words of one held image: its bytes, and what fills the last word. */
export const wordsOf = (side: number) => Math.ceil((3 * side ** 2) / 4);

const names = each(operationNames.length, (code) => `const ${operationNames[code]} = ${code}u;`);

/** Levels of a pixel, red lowest; blends in units of 1/65536, the fraction dropped. */
const pixelText = `
fn unpack(p: u32) -> vec3i { return vec3i(vec3u(p, p >> 8u, p >> 16u) & vec3u(255u)); }
fn pack(v: vec3i) -> u32 { return u32(v.x) | (u32(v.y) << 8u) | (u32(v.z) << 16u); }
fn blend(base: vec3i, v: vec3i, factor: i32) -> vec3i {
return clamp(base * 65536 + factor * (v - base), vec3i(), vec3i(255 * 65536)) >> vec3u(16u);
}
fn luma(v: vec3i) -> i32 { return (19595 * v.x + 38470 * v.y + 7471 * v.z + 32768) >> 16u; }`;

/** `sources, draws, taps → pixels, made`: two planes of packed levels an image, and normalised values [batch, size, size, 3]. */
export function augment(shape: AugmentationShape, { software }: Features): Program {
	const { batch, size, side, width, padding, bilinear } = shape;
	const lanes = software ? SOFTWARE_LANES : LANES;
	const stride = wordsOf(side);
	return new Source({ size, side, width, padding, bilinear, stride })
		.words('sources', 'read', batch * stride)
		.words('draws', 'read', batch * wordsPerImage)
		.words('taps', 'read', size * (1 + width))
		.words('pixels', 'read_write', 2 * batch * size ** 2)
		.floats('made', 'read_write', 3 * batch * size ** 2)
		.add(names)
		.add(`const LANES = ${lanes}u;`)
		.add(pixelText)
		.add(placementText)
		.add(curveText)
		.add(geometryText)
		.groups(batch, lanes, body);
}

/** What an operation reads beside its own pixel has been written by other threads: hence `storageBarrier`. */
const body = `
let count = shape.size * shape.size;
let row = ${wordsPerImage}u * g;
let operations = draws[row + ${draw.OPERATIONS}u];
var now = 2u * count * g;
var next = now + count;
for (var p = lane; p < count; p += LANES) {
let value = placed(g * shape.stride, row, i32(p % shape.size), i32(p / shape.size));
if (operations == 0u) { normalise(g * count + p, vec3f(value) - 8388608.0, 8388608.0); }
else { pixels[now + p] = pack(vec3i((value + 32768u) >> vec3u(16u))); }
}
for (var i = 0u; i < operations; i++) {
let at = row + ${firstOperation}u + ${wordsPerOperation}u * i;
let code = draws[at];
let a = i32(draws[at + 1u]); let b = i32(draws[at + 2u]); let c = i32(draws[at + 3u]);
switch code {
case rotate, shearX, shearY, translateX, translateY, sharpness: {
storageBarrier();
for (var p = lane; p < count; p += LANES) {
let x = i32(p % shape.size); let y = i32(p / shape.size);
if (code == sharpness) { pixels[next + p] = sharpened(now, x, y, a); }
else { pixels[next + p] = sampled(now, origin(code, x, y, a, b)); }
}
let free = now; now = next; next = free;
}
case color: {
for (var p = lane; p < count; p += LANES) {
let v = unpack(pixels[now + p]);
pixels[now + p] = pack(blend(vec3i(luma(v)), v, a));
}
}
case cutout: {
for (var p = lane; p < count; p += LANES) {
let x = i32(p % shape.size); let y = i32(p / shape.size);
if (x >= a - c && x < a + c && y >= b - c && y < b + c) { pixels[now + p] = GREY; }
}
}
default: { followCurve(lane, now, code, a); }
}
}
if (operations > 0u) {
for (var p = lane; p < count; p += LANES) {
normalise(g * count + p, vec3f(unpack(pixels[now + p])) - 128.0, 128.0);
}
}`;

/** Mixes each image with its partner; inside the box the partner alone is seen. `draws, made → images` */
export function mixImages({ batch, size }: AugmentationShape): Program {
	const row = 3 * size;
	const values = batch * size * row;
	return new Source({ size, row })
		.words('draws', 'read', batch * wordsPerImage)
		.floats('made', 'read', values)
		.floats('images', 'read_write', values)
		.threads(values, mixing);
}

/** With λ = 1 the sum is the image itself, exactly: what is added is a zero. */
const mixing = `
let y = (t / shape.row) % shape.size; let x = (t % shape.row) / 3u;
let length = shape.row * shape.size;
let at = ${wordsPerImage}u * (t / length);
let partner = made[length * draws[at + ${draw.PARTNER}u] + t % length];
let left = i32(draws[at + ${draw.LEFT}u]); let right = i32(draws[at + ${draw.RIGHT}u]);
let top = i32(draws[at + ${draw.TOP}u]); let bottom = i32(draws[at + ${draw.BOTTOM}u]);
let inside = i32(x) >= left && i32(x) < right && i32(y) >= top && i32(y) < bottom;
let share = f32(draws[at + ${draw.LAMBDA}u]) / 65536.0;
images[t] = select(made[t] * share + partner * (1.0 - share), partner, inside);`;
