/** WGSL as it is put together: bindings with their accessors, and a `main` of one thread per index. */

export interface Binding {
	/** The operand's name, see plan/kernel.ts. */
	readonly name: string;
	readonly access: 'read' | 'read_write';
	/** Floats. */
	readonly elements: number;
}

/** A shader and how many workgroups run it. */
export interface Program {
	readonly code: string;
	readonly bindings: readonly Binding[];
	readonly workgroups: readonly [number, number];
}

/** Workgroups along x at most: WebGPU guarantees 65,535 a dimension. */
const MOST_GROUPS = 32_768;
const GROUP = 64;

/** `count` pieces of text: `a0`, `a1`, … through `piece`. */
export function list(count: number, piece: (i: number) => string, separator = ', '): string {
	return Array.from({ length: count }, (_, i) => piece(i)).join(separator);
}

/** One a line. */
export const each = (count: number, line: (i: number) => string) => list(count, line, '\n');

/** Groups of four that hold `channels`. */
export const quads = (channels: number) => Math.ceil(channels / 4);

/** Collects the bindings of one shader. */
export class Source {
	readonly #bindings: Binding[] = [];
	readonly #parts: string[] = [];
	#head = '';

	/**
	 * A tensor [rows, channels] that is read and written four channels at a time, tails included: `row_x(r)` is where
	 * row r begins, `get_x(begin, q)` its quad q (zeros past the end), `put_x(begin, q, v)` writes it.
	 */
	tensor(name: string, access: Binding['access'], rows: number, channels: number): this {
		const whole = channels % 4 === 0;
		const type = whole ? `array<vec4f, ${(rows * channels) / 4}>` : `array<f32, ${rows * channels}>`;
		this.#bind({ name, access, elements: rows * channels }, type);
		this.#parts.push(whole ? wholeAccess(name, channels) : tailAccess(name, channels));
		if (access === 'read_write') this.#parts.push(whole ? wholeStore(name) : tailStore(name, channels));
		return this;
	}

	/** A plain array of floats. */
	floats(name: string, access: Binding['access'], size: number): this {
		this.#bind({ name, access, elements: size }, `array<f32, ${size}>`);
		return this;
	}

	/** Lets the shader hand values round in quads of threads. Whole quads take each branch here, which WGSL cannot see. */
	quadOperations(): this {
		this.#head = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';
		return this;
	}

	/** Lets the shader use subgroup operations. */
	subgroups(): this {
		this.#head = 'enable subgroups;\n';
		return this;
	}

	/** Declarations and functions. */
	add(text: string): this {
		this.#parts.push(text);
		return this;
	}

	/** A body for each index `t` below `threads`. */
	threads(threads: number, body: string, group = GROUP): Program {
		const groups = Math.ceil(threads / group);
		const across = Math.min(groups, MOST_GROUPS);
		const main = `
@compute @workgroup_size(${group})
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) lane: u32) {
let t = (wg.y * ${across}u + wg.x) * ${group}u + lane;
if (t >= ${threads}u) { return; }
${body}
}`;
		return this.#program(main, [across, Math.ceil(groups / across)]);
	}

	/** A body for each workgroup `g` below `groups`, run by `size` threads `lane` that may meet at barriers. */
	groups(groups: number, size: number, body: string): Program {
		const across = Math.min(groups, MOST_GROUPS);
		const main = `
@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) lane: u32) {
let g = wg.y * ${across}u + wg.x;
if (g >= ${groups}u) { return; }
${body}
}`;
		return this.#program(main, [across, Math.ceil(groups / across)]);
	}

	#bind(binding: Binding, type: string): void {
		const { name, access } = binding;
		const index = this.#bindings.push(binding) - 1;
		this.#parts.push(`@group(0) @binding(${index}) var<storage, ${access}> ${name}: ${type};`);
	}

	#program(main: string, workgroups: readonly [number, number]): Program {
		const code = `${this.#head}${this.#parts.join('\n')}\n${main}`;
		return { code, bindings: this.#bindings, workgroups };
	}
}

function wholeAccess(name: string, channels: number): string {
	return `
fn row_${name}(r: u32) -> u32 { return r * ${channels / 4}u; }
fn get_${name}(begin: u32, q: u32) -> vec4f { return ${name}[begin + q]; }`;
}

function wholeStore(name: string): string {
	return `fn put_${name}(begin: u32, q: u32, v: vec4f) { ${name}[begin + q] = v; }`;
}

function tailAccess(name: string, channels: number): string {
	const lanes = [0, 1, 2, 3].map((i) => {
		const c = `4u * q + ${i}u`;
		return `select(0.0, ${name}[begin + min(${c}, ${channels - 1}u)], ${c} < ${channels}u)`;
	});
	return `
fn row_${name}(r: u32) -> u32 { return r * ${channels}u; }
fn get_${name}(begin: u32, q: u32) -> vec4f { return vec4f(${lanes.join(', ')}); }`;
}

function tailStore(name: string, channels: number): string {
	const lines = [0, 1, 2, 3].map((i) => {
		const c = `4u * q + ${i}u`;
		return `if (${c} < ${channels}u) { ${name}[begin + ${c}] = v[${i}]; }`;
	});
	return `fn put_${name}(begin: u32, q: u32, v: vec4f) { ${lines.join(' ')} }`;
}

export const activation = `
fn sigmoid(x: vec4f) -> vec4f { return 1.0 / (1.0 + exp(-x)); }
fn silu(x: vec4f) -> vec4f { return x * sigmoid(x); }
fn siluSlope(x: vec4f) -> vec4f { let s = sigmoid(x); return s * (1.0 + x * (1.0 - s)); }`;
