/** Resizing, flip, padding and crop, pixel by pixel; values are levels in units of 1/65536. */
import * as draw from '../../plan/drawWords';

/**
 * Pixels are three bytes each, of one word or of two neighbours. A row's sum fits 24 bits; the sum over the rows would
 * take 40, so their upper 16 bits and their lower 8 are summed apart.
 */
export const placementText = `
fn colour(begin: u32, pixel: u32) -> vec3u {
let word = begin + (3u * pixel) / 4u; let bits = 8u * ((3u * pixel) % 4u);
let above = sources[min(word + 1u, begin + shape.stride - 1u)];
let both = (sources[word] >> bits) | ((above << (31u - bits)) << 1u);
return vec3u(both, both >> 8u, both >> 16u) & vec3u(255u);
}
fn resized(begin: u32, x: u32, y: u32) -> vec3u {
if (shape.width == 0u) { return 65536u * colour(begin, y * shape.side + x); }
var high = vec3u(); var low = vec3u();
for (var j = 0u; j < shape.width; j++) {
let first = (taps[y] + j) * shape.side + taps[x];
var sum = vec3u();
for (var i = 0u; i < shape.width; i++) {
sum += taps[shape.size + x * shape.width + i] * colour(begin, first + i);
}
let weight = taps[shape.size + y * shape.width + j];
high += weight * (sum >> vec3u(8u));
low += weight * (sum & vec3u(255u));
}
return (high + (low >> vec3u(8u))) >> vec3u(8u);
}
fn placed(begin: u32, row: u32, x: i32, y: i32) -> vec3u {
let size = i32(shape.size);
let column = x + i32(draws[row + ${draw.DX}u]) - i32(shape.padding);
let line = y + i32(draws[row + ${draw.DY}u]) - i32(shape.padding);
if (min(column, line) < 0 || max(column, line) >= size) { return vec3u(8388608u); }
let source = select(column, size - 1 - column, draws[row + ${draw.FLIP}u] != 0u);
return resized(begin, u32(source), u32(line));
}
fn normalise(pixel: u32, centred: vec3f, scale: f32) {
let value = centred / scale;
made[3u * pixel] = value.x; made[3u * pixel + 1u] = value.y; made[3u * pixel + 2u] = value.z;
}`;
