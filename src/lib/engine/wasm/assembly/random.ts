/** Dropout and drop path: Philox, bit for bit the draws of `random/stream.ts`. */
import { share } from './vector';

let c0: u32 = 0;
let c1: u32 = 0;
let c2: u32 = 0;
let c3: u32 = 0;

/** Four draws of stream `stream` at `step`, numbers 4·block to 4·block + 3, left in c0 to c3. */
function draw(block: u32, stream: u32, step: u32, seed: u32): void {
	c0 = block;
	c1 = 0;
	c2 = 0;
	c3 = step;
	let k0 = seed;
	let k1 = stream;
	for (let round = 0; round < 10; round++) {
		const p0 = <u64>0xd2511f53 * <u64>c0;
		const p1 = <u64>0xcd9e8d57 * <u64>c2;
		c0 = (<u32>(p1 >> 32)) ^ c1 ^ k0;
		c1 = <u32>p1;
		c2 = (<u32>(p0 >> 32)) ^ c3 ^ k1;
		c3 = <u32>p0;
		k0 += 0x9e3779b9;
		k1 += 0xbb67ae85;
	}
}

/** mask[i] = 0 where draw i of 24 bits falls below the threshold, else the scale. `at` is the first of the two in `scalars`. */
export function mask(
	scalars: usize,
	to: usize,
	count: i32,
	stream: u32,
	threshold: i32,
	scale: i32,
	step: i32,
	seed: i32,
	part: i32,
	parts: i32
): void {
	const limit = load<u32>(scalars + ((<usize>threshold) << 2));
	const kept = load<f32>(scalars + ((<usize>scale) << 2));
	const now = load<u32>(scalars + ((<usize>step) << 2));
	const key = load<u32>(scalars + ((<usize>seed) << 2));
	const blocks = (count + 3) / 4;
	const end = share(blocks, part + 1, parts);
	for (let block = share(blocks, part, parts); block < end; block++) {
		draw(block, stream, now, key);
		put(to, 4 * block, count, c0, limit, kept);
		put(to, 4 * block + 1, count, c1, limit, kept);
		put(to, 4 * block + 2, count, c2, limit, kept);
		put(to, 4 * block + 3, count, c3, limit, kept);
	}
}

function put(to: usize, i: i32, count: i32, draw: u32, limit: u32, kept: f32): void {
	if (i < count) store<f32>(to + ((<usize>i) << 2), draw >>> 8 < limit ? 0 : kept);
}

/** y = x·mask. */
export function multiply(x: usize, mask: usize, y: usize, size: i32, part: i32, parts: i32): void {
	const end = share(size, part + 1, parts);
	for (let i = share(size, part, parts); i < end; i++) {
		const offset = (<usize>i) << 2;
		store<f32>(y + offset, load<f32>(x + offset) * load<f32>(mask + offset));
	}
}
