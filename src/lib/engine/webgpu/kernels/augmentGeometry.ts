/** Operations that read other pixels than their own: rotation, shears, translations, and sharpness. */
export const geometryText = `
const GREY = 0x808080u;

/** Where pixel (x, y) is read, in units of 1/131072 pixel. */
fn origin(code: u32, x: i32, y: i32, a: i32, b: i32) -> vec2i {
let u = 2 * x + 1; let v = 2 * y + 1; let size = i32(shape.size);
switch code {
case rotate: {
let across = u - size; let down = v - size;
return vec2i(a * across - b * down, b * across + a * down) + size * 65536;
}
case shearX: { return vec2i(65536 * u + a * v, 65536 * v); }
case shearY: { return vec2i(65536 * u, 65536 * v + a * u); }
case translateX: { return vec2i(65536 * u + 2 * a, 65536 * v); }
default: { return vec2i(65536 * u, 65536 * v + 2 * a); }
}
}

fn pixelAt(plane: u32, x: i32, y: i32) -> u32 { return pixels[plane + u32(y * i32(shape.size) + x)]; }

fn sampled(plane: u32, at: vec2i) -> u32 {
let last = i32(shape.size) - 1;
let cell = at >> vec2u(17u);
if (min(cell.x, cell.y) < 0 || max(cell.x, cell.y) > last) { return GREY; }
if (shape.bilinear == 0u) { return pixelAt(plane, cell.x, cell.y); }
let moved = at - 65536;
let far = (moved & vec2i(131071)) >> vec2u(9u);
let near = 256 - far;
let low = max(moved >> vec2u(17u), vec2i());
let high = min((moved >> vec2u(17u)) + 1, vec2i(last));
let top = near.x * unpack(pixelAt(plane, low.x, low.y)) + far.x * unpack(pixelAt(plane, high.x, low.y));
let bottom = near.x * unpack(pixelAt(plane, low.x, high.y)) + far.x * unpack(pixelAt(plane, high.x, high.y));
return pack((near.y * top + far.y * bottom) >> vec3u(16u));
}

/** Blended with the mean of 3x3 pixels, the centre five times; the border stays. */
fn sharpened(plane: u32, x: i32, y: i32, factor: i32) -> u32 {
let last = i32(shape.size) - 1;
let own = pixelAt(plane, x, y);
if (min(x, y) < 1 || max(x, y) >= last) { return own; }
var sum = 4 * unpack(own);
for (var j = y - 1; j <= y + 1; j++) {
for (var i = x - 1; i <= x + 1; i++) { sum += unpack(pixelAt(plane, i, j)); }
}
return pack(blend((2 * sum + 13) / 26, unpack(own), factor));
}`;
