/** Numbers as checkpoints store them, little-endian, decoded to float32. */

type Decode = (view: DataView, offset: number) => number;

export interface NumberFormat {
	readonly bytes: number;
	readonly decode: Decode;
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. Every value is exact in float32. */
function float16(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >>> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new Uint32Array(1);
const wordAsFloat = new Float32Array(word.buffer);

/** bfloat16 is the upper half of a float32. */
function bfloat16(bits: number): number {
	word[0] = bits << 16;
	return wordAsFloat[0] ?? NaN;
}

/** By safetensors' names. F64 and I64 lose what float32 cannot hold. */
export const numberFormats: ReadonlyMap<string, NumberFormat> = new Map([
	['F32', { bytes: 4, decode: (view, offset) => view.getFloat32(offset, true) }],
	['F16', { bytes: 2, decode: (view, offset) => float16(view.getUint16(offset, true)) }],
	['BF16', { bytes: 2, decode: (view, offset) => bfloat16(view.getUint16(offset, true)) }],
	['F64', { bytes: 8, decode: (view, offset) => view.getFloat64(offset, true) }],
	['I64', { bytes: 8, decode: (view, offset) => Number(view.getBigInt64(offset, true)) }]
] satisfies [string, NumberFormat][]);
