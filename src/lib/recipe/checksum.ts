import { CheckpointError } from '$lib/model/checkpointError';
import type { TensorFile } from '$lib/model/tensor';
import { fnv1a32, mix32 } from '$lib/random/hash';

const KEY = 'checksum';
const INFINITE = 0x7f800000;
const ABSOLUTE = 0x7fffffff;

/**
 * The file with a checksum of its tensors and metadata among the latter: 32 bits, hexadecimal. A number, name or shape
 * that has changed is noticed with certainty where it is one word of the tensors, otherwise all but once in 4·10⁹ times.
 */
export function withChecksum(file: TensorFile): TensorFile {
	return { ...file, metadata: new Map([...file.metadata, [KEY, checksumOf(file)]]) };
}

/** Throws CheckpointError if something has changed since; files of before there were checksums pass. */
export function verify(file: TensorFile): void {
	const said = file.metadata.get(KEY);
	if (said === undefined || said === checksumOf(file)) return;
	throw new CheckpointError(
		'malformed',
		'This checkpoint is damaged: its checksum does not match its contents.'
	);
}

function checksumOf({ tensors, metadata }: TensorFile): string {
	const texts = [...metadata].filter(([key]) => key !== KEY);
	let hash = fnv1a32(JSON.stringify([texts, tensors.map(({ name, shape }) => [name, shape])]));
	for (const { values } of tensors) {
		for (const word of new Uint32Array(values.buffer, values.byteOffset, values.length)) {
			// The bits of what is not a number may change on their way through JavaScript.
			hash = mix32(hash ^ ((word & ABSOLUTE) > INFINITE ? INFINITE + 1 : word));
		}
	}
	return hash.toString(16).padStart(8, '0');
}
