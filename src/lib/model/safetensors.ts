/**
 * The safetensors format: eight bytes of header length (little-endian), a JSON header that names each tensor's type,
 * shape and place, then the tensors' bytes without gaps (github.com/huggingface/safetensors, README, "Format").
 * The reader trusts nothing: whatever does not fit is refused before a value is read.
 */
import { CheckpointError } from './checkpointError';
import { numberFormats, type NumberFormat } from './number';
import { sizeOf } from './size';
import type { NamedTensor, TensorFile } from './tensor';
import { topLevelKeys } from './topLevelKeys';

const LENGTH_BYTES = 8;
/** The data begins at a multiple of this in what is written; read is any. */
const ALIGNMENT = 8;
const METADATA = '__metadata__';
/** As in the reference implementation: no header is this long by accident. */
const LONGEST_HEADER = 100_000_000;

interface Entry {
	readonly name: string;
	readonly shape: readonly number[];
	readonly format: NumberFormat;
	/** Bytes from the start of the data. */
	readonly begin: number;
	readonly end: number;
}

function malformed(reason: string): CheckpointError {
	return new CheckpointError('malformed', `This is not a sound safetensors file: ${reason}.`);
}

/** Tensors as float32, in the order of their bytes. Throws CheckpointError, with nothing read. */
export function readSafetensors(bytes: Uint8Array): TensorFile {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { header, dataStart } = readHeader(bytes, view);
	const metadata = new Map<string, string>();
	const entries: Entry[] = [];
	for (const [name, value] of Object.entries(header)) {
		if (name === METADATA) readMetadata(value, metadata);
		else entries.push(readEntry(name, value));
	}
	entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
	checkLayout(entries, bytes.byteLength - dataStart);
	return { tensors: entries.map((entry) => decode(entry, view, dataStart)), metadata };
}

function readHeader(bytes: Uint8Array, view: DataView): { header: object; dataStart: number } {
	if (bytes.byteLength < LENGTH_BYTES) {
		throw malformed(`it has ${bytes.byteLength} bytes, fewer than the ${LENGTH_BYTES} of its header length`);
	}
	const length = view.getBigUint64(0, true);
	const rest = bytes.byteLength - LENGTH_BYTES;
	if (length > BigInt(rest)) throw malformed(`its header claims ${length} bytes, but only ${rest} follow`);
	if (length > BigInt(LONGEST_HEADER)) throw malformed(`its header claims ${length} bytes`);
	const dataStart = LENGTH_BYTES + Number(length);
	let text: string;
	let header: unknown;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart));
		header = JSON.parse(text);
	} catch {
		throw malformed('its header is not JSON');
	}
	if (!isRecord(header)) throw malformed('its header is not a JSON object');
	const twice = repeated(topLevelKeys(text));
	if (twice !== undefined) throw malformed(`the name "${twice}" occurs twice`);
	return { header, dataStart };
}

function repeated(keys: readonly string[]): string | undefined {
	const seen = new Set<string>();
	return keys.find((key) => seen.size === seen.add(key).size);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMetadata(value: unknown, into: Map<string, string>): void {
	if (!isRecord(value)) throw malformed('its metadata are not a JSON object');
	for (const [key, text] of Object.entries(value)) {
		if (typeof text !== 'string') throw malformed(`its metadata entry "${key}" is not a text`);
		into.set(key, text);
	}
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

function readEntry(name: string, value: unknown): Entry {
	if (!isRecord(value)) throw malformed(`the entry of "${name}" is not a JSON object`);
	const { dtype, shape, data_offsets: offsets } = value;
	if (typeof dtype !== 'string') throw malformed(`"${name}" has no number type`);
	const format = numberFormats.get(dtype);
	if (format === undefined) {
		const known = [...numberFormats.keys()].join(', ');
		throw new CheckpointError(
			'unsupported',
			`"${name}" holds numbers of type ${dtype}; readable are ${known}.`
		);
	}
	if (!Array.isArray(shape) || !shape.every(isCount)) throw malformed(`"${name}" has an impossible shape`);
	if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
		throw malformed(`"${name}" has no valid pair of offsets`);
	}
	const [begin = 0, end = 0] = offsets;
	if (end < begin) throw malformed(`"${name}" ends before it begins`);
	const size = sizeOf(shape) * format.bytes;
	if (size !== end - begin) {
		throw malformed(`"${name}" needs ${size} bytes for its shape, but its offsets span ${end - begin}`);
	}
	return { name, shape, format, begin, end };
}

/** The format wants the tensors' bytes to tile the rest of the file: no gap, no overlap, nothing left over. */
function checkLayout(entries: readonly Entry[], dataLength: number): void {
	let covered = 0;
	for (const { name, begin, end } of entries) {
		if (begin < covered) throw malformed(`"${name}" overlaps the tensor before it`);
		if (begin > covered) throw malformed(`${begin - covered} bytes before "${name}" belong to no tensor`);
		if (end > dataLength)
			throw malformed(`"${name}" ends ${end - dataLength} bytes past the end of the file`);
		covered = end;
	}
	if (covered < dataLength) throw malformed(`its last ${dataLength - covered} bytes belong to no tensor`);
}

function decode({ name, shape, format, begin }: Entry, view: DataView, dataStart: number): NamedTensor {
	const values = new Float32Array(sizeOf(shape));
	for (let i = 0; i < values.length; i++) {
		values[i] = format.decode(view, dataStart + begin + i * format.bytes);
	}
	return { name, shape, values };
}

/**
 * The bytes of a float32 file: tensors and metadata in the order given, the header padded with blanks so that the
 * data is aligned to 8 bytes. Equal input gives equal bytes. Throws RangeError for a name that occurs twice or is
 * reserved and for values that do not fill their shape.
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
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
