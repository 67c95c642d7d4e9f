/** Writes the safetensors format, which readSafetensors.ts describes. */
import { sizeOf } from './size';
import type { TensorFile } from './tensor';

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const METADATA = '__metadata__';

/**
 * The bytes of a float32 file: tensors and metadata in the order given, the header padded with blanks so that the
 * data is aligned to 8 bytes. Equal input gives equal bytes. Throws RangeError for a name that occurs twice or is
 * reserved and for values that do not fill their shape.
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
	const fields: string[] = [];
	if (metadata.size > 0) fields.push(`"${METADATA}":${jsonObject([...metadata])}`);
	const seen = new Set([METADATA]);
	let position = 0;
	for (const { name, shape, values } of tensors) {
		if (seen.has(name)) throw new RangeError(`The tensor name "${name}" is reserved or used twice.`);
		if (sizeOf(shape) !== values.length) {
			throw new RangeError(`"${name}" has ${values.length} values for shape ${shape.join('×')}.`);
		}
		seen.add(name);
		const offsets = [position, position + values.byteLength];
		fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: offsets })}`);
		position += values.byteLength;
	}
	const header = new TextEncoder().encode(`{${fields.join(',')}}`);
	const headerLength = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
	const bytes = new Uint8Array(LENGTH_BYTES + headerLength + position);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, BigInt(headerLength), true);
	bytes.fill(' '.charCodeAt(0), LENGTH_BYTES, LENGTH_BYTES + headerLength).set(header, LENGTH_BYTES);
	let offset = LENGTH_BYTES + headerLength;
	for (const { values } of tensors) {
		for (const value of values) {
			view.setFloat32(offset, value, true);
			offset += Float32Array.BYTES_PER_ELEMENT;
		}
	}
	return bytes;
}

/** Fields in the order given: an object literal would move names that look like numbers to the front. */
function jsonObject(entries: readonly (readonly [string, string])[]): string {
	return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}
