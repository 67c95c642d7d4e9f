/**
 * Operations that send each channel's levels through a curve of 256 values: made once by the workgroup, in its memory,
 * then followed by every pixel. The histograms that two of them need lie beside it.
 */
export const curveText = `
var<workgroup> counts: array<atomic<u32>, 768>;
var<workgroup> curve: array<u32, 768>;
var<workgroup> total: atomic<u32>;

fn countLevels(lane: u32, plane: u32) {
for (var i = lane; i < 768u; i += LANES) { atomicStore(&counts[i], 0u); }
workgroupBarrier();
for (var p = lane; p < shape.size * shape.size; p += LANES) {
let v = vec3u(unpack(pixels[plane + p]));
atomicAdd(&counts[v.x], 1u); atomicAdd(&counts[256u + v.y], 1u); atomicAdd(&counts[512u + v.z], 1u);
}
workgroupBarrier();
}

fn stretch(begin: u32, low: u32, high: u32) {
for (var v = low; v <= high; v++) { curve[begin + v] = select((v - low) * 255u / max(high - low, 1u), v, low == high); }
}

fn flatten(begin: u32, high: u32) {
let step = (shape.size * shape.size - atomicLoad(&counts[begin + high])) / 255u;
var below = 0u;
for (var v = 0u; v < 256u; v++) {
curve[begin + v] = select(min(255u, (step / 2u + below) / max(step, 1u)), v, step == 0u);
below += atomicLoad(&counts[begin + v]);
}
}

fn curveOfCounts(begin: u32, code: u32) {
var low = 255u; var high = 0u;
for (var v = 0u; v < 256u; v++) {
if (atomicLoad(&counts[begin + v]) > 0u) { low = min(low, v); high = v; }
}
if (code == autoContrast) { stretch(begin, low, high); } else { flatten(begin, high); }
}

fn meanLuma(lane: u32, plane: u32) -> i32 {
let count = shape.size * shape.size;
if (lane == 0u) { atomicStore(&total, 0u); }
workgroupBarrier();
var sum = 0u;
for (var p = lane; p < count; p += LANES) { sum += u32(luma(unpack(pixels[plane + p]))); }
atomicAdd(&total, sum);
workgroupBarrier();
return i32((2u * atomicLoad(&total) + count) / (2u * count));
}

fn curveOfLevel(v: i32, code: u32, a: i32, mean: i32) -> i32 {
switch code {
case invert: { return 255 - v; }
case posterize: { return v & (255 << u32(max(8 - a, 0))); }
case solarize: { return select(v, 255 - v, v >= a); }
case solarizeAdd: { return select(v, min(255, v + a), v < 128); }
default: { return blend(vec3i(mean), vec3i(v), a).x; }
}
}

fn followCurve(lane: u32, plane: u32, code: u32, a: i32) {
if (code == autoContrast || code == equalize) {
countLevels(lane, plane);
if (lane < 3u) { curveOfCounts(256u * lane, code); }
} else {
var mean = 0;
if (code == contrast) { mean = meanLuma(lane, plane); }
for (var v = lane; v < 256u; v += LANES) {
let to = u32(curveOfLevel(i32(v), code, a, mean));
curve[v] = to; curve[256u + v] = to; curve[512u + v] = to;
}
}
workgroupBarrier();
for (var p = lane; p < shape.size * shape.size; p += LANES) {
let v = vec3u(unpack(pixels[plane + p]));
pixels[plane + p] = curve[v.x] | (curve[256u + v.y] << 8u) | (curve[512u + v.z] << 16u);
}
workgroupBarrier();
}`;
