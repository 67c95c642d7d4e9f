/** WGSL as it is put together: bindings with their accessors, and a `main` of one thread per index. */
import type { Stored } from '../../plan/kernel';
import type { Features } from '../features';

export interface Binding {
	/** The operand's name, see plan/kernel.ts. */
	readonly name: string;
	readonly access: 'read' | 'read_write';
	/** In units of four bytes. */
	readonly elements: number;
}

/** A shader and how many workgroups run it. */
export interface Program {
	readonly code: string;
	readonly bindings: readonly Binding[];
	/** What the code reads as `shape`, a uniform of u32 after the bindings; empty where sizes are written into the code. */
	readonly shape: readonly number[];
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

/** Sizes that a shader reads as `shape.rows`, `shape.channels` and so on. */
export type Shape = Readonly<Record<string, number>>;

/** Tensors that lie in memory as float16: in WGSL's own type, or two in a u32. */
export interface Halves {
	readonly names: readonly string[];
	readonly native: boolean;
}

export const halvesOf = ({ half = [] }: Stored, features: Features): Halves => ({
	names: half,
	native: features.half
});

/**
 * Collects the bindings of one shader. Sizes are written into its code, which a compiler can then unroll; or, with a
 * `shape`, are read when it runs, so that layers of all sizes, image sizes and batches share one pipeline.
 */
export class Source {
	readonly #bindings: Binding[] = [];
	readonly #parts: string[] = [];
	readonly #shape: Shape | null;
	readonly #halves: Halves;
	#head = '';

	constructor(shape: Shape | null = null, halves: Halves = { names: [], native: false }) {
		this.#shape = shape;
		this.#halves = halves;
		if (halves.native && halves.names.length > 0) this.#head = 'enable f16;\n';
	}

	/** Of rows of `channels` channels, four at a time: the names that `tensor` needs. */
	static ofRows(channels: number, shape: Shape, halves?: Halves): Source {
		return new Source({ channels, quads: quads(channels), ...shape }, halves);
	}

	/**
	 * A tensor [rows, channels] that is read and written four channels at a time, tails included: `row_x(r)` is where
	 * row r begins, `get_x(begin, q)` its quad q (zeros past the end), `put_x(begin, q, v)` writes it.
	 */
	tensor(name: string, access: Binding['access'], rows: number, channels: number): this {
		const shaped = this.#shape !== null;
		if (shaped && this.#shape.channels !== channels) {
			throw new RangeError(`"${name}" has ${channels} channels where the shape has ${this.#shape.channels}.`);
		}
		const quadText = shaped ? 'shape.quads' : `${quads(channels)}u`;
		const channelText = shaped ? 'shape.channels' : `${channels}u`;
		const whole = channels % 4 === 0;
		const writes = access === 'read_write';
		if (this.#halves.names.includes(name)) {
			const { native } = this.#halves;
			const count = rows * quads(channels);
			this.#bind({ name, access, elements: 2 * count }, this.#array(native ? 'vec4h' : 'vec2u', count));
			this.#parts.push(halfAccess(name, quadText, native));
			if (writes) this.#parts.push(halfStore(name, whole ? null : channelText, native));
			return this;
		}
		const elements = rows * channels;
		this.#bind(
			{ name, access, elements },
			this.#array(whole ? 'vec4f' : 'f32', whole ? elements / 4 : elements)
		);
		this.#parts.push(whole ? wholeAccess(name, quadText) : tailAccess(name, channelText));
		if (writes) this.#parts.push(whole ? wholeStore(name) : tailStore(name, channelText));
		return this;
	}

	/** A plain array of floats. */
	floats(name: string, access: Binding['access'], size: number): this {
		this.#bind({ name, access, elements: size }, this.#array('f32', size));
		return this;
	}

	/** A plain array of u32. */
	words(name: string, access: Binding['access'], size: number): this {
		this.#bind({ name, access, elements: size }, this.#array('u32', size));
		return this;
	}

	/** Lets the shader hand values round in quads of threads. Whole quads take each branch here, which WGSL cannot see. */
	quadOperations(): this {
		this.#head += 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';
		return this;
	}

	/** Lets the shader use subgroup operations. */
	subgroups(): this {
		this.#head += 'enable subgroups;\n';
		return this;
	}

	/** Declarations and functions. */
	add(text: string): this {
		this.#parts.push(text);
		return this;
	}

	/** A body for each index `t` below `threads`. */
	threads(threads: number, body: string, group = GROUP): Program {
		const index = (across: string) => `let t = (wg.y * ${across} + wg.x) * ${group}u + lane;`;
		return this.#program(index, 't', threads, Math.ceil(threads / group), group, body);
	}

	/** A body for each workgroup `g` below `groups`, run by `size` threads `lane` that may meet at barriers. */
	groups(groups: number, size: number, body: string): Program {
		return this.#program((across) => `let g = wg.y * ${across} + wg.x;`, 'g', groups, groups, size, body);
	}

	#array(type: 'f32' | 'u32' | 'vec4f' | 'vec4h' | 'vec2u', length: number): string {
		return this.#shape === null ? `array<${type}, ${length}>` : `array<${type}>`;
	}

	#bind(binding: Binding, type: string): void {
		const { name, access } = binding;
		const index = this.#bindings.push(binding) - 1;
		this.#parts.push(`@group(0) @binding(${index}) var<storage, ${access}> ${name}: ${type};`);
	}

	/** `index` declares what is counted, `counted` is its name and `count` its end. */
	#program(
		index: (across: string) => string,
		counted: string,
		count: number,
		groups: number,
		size: number,
		body: string
	): Program {
		const across = Math.min(groups, MOST_GROUPS);
		const shape = this.#shape === null ? null : { ...this.#shape, across, count };
		const [acrossText, countText] =
			shape === null ? [`${across}u`, `${count}u`] : ['shape.across', 'shape.count'];
		const main = `
@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) lane: u32) {
${index(acrossText)}
if (${counted} >= ${countText}) { return; }
${body}
}`;
		return {
			code: [this.#head, ...this.#parts, shape === null ? '' : this.#shapeText(shape), main].join('\n'),
			bindings: this.#bindings,
			shape: Object.values(shape ?? {}),
			workgroups: [across, Math.ceil(groups / across)]
		};
	}

	#shapeText(shape: Shape): string {
		const fields = Object.keys(shape).map((name) => `${name}: u32`);
		return `struct Shape { ${fields.join(', ')} }
@group(0) @binding(${this.#bindings.length}) var<uniform> shape: Shape;`;
	}
}

function wholeAccess(name: string, quads: string): string {
	return `
fn row_${name}(r: u32) -> u32 { return r * ${quads}; }
fn get_${name}(begin: u32, q: u32) -> vec4f { return ${name}[begin + q]; }`;
}

function wholeStore(name: string): string {
	return `fn put_${name}(begin: u32, q: u32, v: vec4f) { ${name}[begin + q] = v; }`;
}

function tailAccess(name: string, channels: string): string {
	const lanes = [0, 1, 2, 3].map((i) => {
		const c = `4u * q + ${i}u`;
		return `select(0.0, ${name}[begin + min(${c}, ${channels} - 1u)], ${c} < ${channels})`;
	});
	return `
fn row_${name}(r: u32) -> u32 { return r * ${channels}; }
fn get_${name}(begin: u32, q: u32) -> vec4f { return vec4f(${lanes.join(', ')}); }`;
}

function tailStore(name: string, channels: string): string {
	const lines = [0, 1, 2, 3].map((i) => {
		const c = `4u * q + ${i}u`;
		return `if (${c} < ${channels}) { ${name}[begin + ${c}] = v[${i}]; }`;
	});
	return `fn put_${name}(begin: u32, q: u32, v: vec4f) { ${lines.join(' ')} }`;
}

/** Rows are filled up to whole quads. */
function halfAccess(name: string, quads: string, native: boolean): string {
	const packed = `vec4f(unpack2x16float(${name}[begin + q].x), unpack2x16float(${name}[begin + q].y))`;
	return `
fn row_${name}(r: u32) -> u32 { return r * ${quads}; }
fn get_${name}(begin: u32, q: u32) -> vec4f { return ${native ? `vec4f(${name}[begin + q])` : packed}; }`;
}

/** Past the last channel stand zeros. */
function halfStore(name: string, channels: string | null, native: boolean): string {
	const lanes = list(4, (i) => `f32(4u * q + ${i}u < ${channels})`);
	const value = channels === null ? 'v' : `v * vec4f(${lanes})`;
	return `fn put_${name}(begin: u32, q: u32, v: vec4f) {
let w = ${value};
${name}[begin + q] = ${native ? 'vec4h(w)' : 'vec2u(pack2x16float(w.xy), pack2x16float(w.zw))'};
}`;
}

export const activation = `
fn sigmoid(x: vec4f) -> vec4f { return 1.0 / (1.0 + exp(-x)); }
fn silu(x: vec4f) -> vec4f { return x * sigmoid(x); }
fn siluSlope(x: vec4f) -> vec4f { let s = sigmoid(x); return s * (1.0 + x * (1.0 - s)); }`;
