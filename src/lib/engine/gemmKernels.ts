/** Plain matrix products C = A·B of square row-major matrices of side `n`, a multiple of 128, as WGSL. */
export interface GemmKernel {
	readonly name: string;
	readonly code: string;
	/** Rows and columns of C that one workgroup makes. */
	readonly rows: number;
	readonly columns: number;
}

/** Threads of a workgroup and the outputs of each: `high` rows of `wide` times four columns. */
interface Tile {
	readonly x: number;
	readonly y: number;
	readonly high: number;
	readonly wide: number;
}

/** Register tiles win on software adapters, where a barrier is dear; shared memory wins on GPUs. */
export function gemmKernels(n: number): GemmKernel[] {
	return [
		registerTiled({ x: 8, y: 8, high: 8, wide: 2 }, n),
		registerTiled({ x: 4, y: 4, high: 8, wide: 2 }, n),
		registerTiled({ x: 8, y: 8, high: 4, wide: 1 }, n),
		sharedTiled({ x: 16, y: 16, high: 4, wide: 1 }, n, 16),
		sharedTiled({ x: 16, y: 16, high: 8, wide: 2 }, n, 8)
	];
}

const times = (count: number, line: (index: number) => string) =>
	Array.from({ length: count }, (_, index) => line(index)).join('\n');

const bindings = `@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;`;

/** Sums live in variables, not in arrays: SwiftShader keeps only those in registers. */
const sums = ({ high, wide }: Tile) => times(high, (m) => times(wide, (w) => `var sum_${m}_${w} = vec4f();`));

/** Adds the products of four rows of B (`b_k_w`) with the rows of A (`a_m`, four values of k). */
const products = ({ high, wide }: Tile) =>
	times(high, (m) => times(4, (k) => times(wide, (w) => `sum_${m}_${w} += a_${m}[${k}] * b_${k}_${w};`)));

function nameOf(kind: string, { x, y, high, wide }: Tile): string {
	return `${kind} ${high}×${wide * 4}, ${x}×${y} threads`;
}

/** Each thread reads its rows of A and columns of B from memory and keeps its outputs in registers. */
function registerTiled(tile: Tile, n: number): GemmKernel {
	const { x, y, high, wide } = tile;
	const row = n / 4;
	const code = `${bindings}
@compute @workgroup_size(${x}, ${y})
fn main(@builtin(global_invocation_id) id: vec3u) {
let row = id.y * ${high}u;
let column = id.x * ${wide}u;
${sums(tile)}
for (var k = 0u; k < ${row}u; k++) {
${times(4, (k) => times(wide, (w) => `let b_${k}_${w} = b[(k * 4u + ${k}u) * ${row}u + column + ${w}u];`))}
${times(high, (m) => `let a_${m} = a[(row + ${m}u) * ${row}u + k];`)}
${products(tile)}
}
${times(high, (m) => times(wide, (w) => `c[(row + ${m}u) * ${row}u + column + ${w}u] = sum_${m}_${w};`))}
}`;
	return { name: nameOf('registers', tile), code, rows: y * high, columns: x * wide * 4 };
}

/** A workgroup first copies `depth` columns of its rows of A, and rows of its columns of B, to shared memory. */
function sharedTiled(tile: Tile, n: number, depth: number): GemmKernel {
	const { x, y, high, wide } = tile;
	const [rows, columns, threads, row] = [y * high, x * wide, x * y, n / 4];
	const copies = (count: number, copy: (at: string) => string) =>
		times(Math.ceil(count / threads), (part) => {
			const at = `thread + ${part * threads}u`;
			return count % threads === 0 ? copy(at) : `if (${at} < ${count}u) { ${copy(at)} }`;
		});
	const deep = depth / 4;
	const code = `${bindings}
var<workgroup> sharedA: array<vec4f, ${rows * deep}>;
var<workgroup> sharedB: array<vec4f, ${columns * depth}>;
@compute @workgroup_size(${x}, ${y})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) id: vec3u, @builtin(local_invocation_index) thread: u32) {
${sums(tile)}
for (var start = 0u; start < ${n}u; start += ${depth}u) {
${copies(rows * deep, (at) => `sharedA[${at}] = a[(group.y * ${rows}u + (${at}) / ${deep}u) * ${row}u + start / 4u + (${at}) % ${deep}u];`)}
${copies(columns * depth, (at) => `sharedB[${at}] = b[(start + (${at}) / ${columns}u) * ${row}u + group.x * ${columns}u + (${at}) % ${columns}u];`)}
workgroupBarrier();
for (var k = 0u; k < ${deep}u; k++) {
${times(4, (k) => times(wide, (w) => `let b_${k}_${w} = sharedB[(k * 4u + ${k}u) * ${columns}u + id.x + ${w * x}u];`))}
${times(high, (m) => `let a_${m} = sharedA[(id.y * ${high}u + ${m}u) * ${deep}u + k];`)}
${products(tile)}
}
workgroupBarrier();
}
let row = group.y * ${rows}u + id.y * ${high}u;
let column = group.x * ${columns}u + id.x;
${times(high, (m) => times(wide, (w) => `c[(row + ${m}u) * ${row}u + column + ${w * x}u] = sum_${m}_${w};`))}
}`;
	return { name: nameOf('shared', tile), code, rows, columns: columns * 4 };
}
