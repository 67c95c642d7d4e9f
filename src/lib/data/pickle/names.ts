/**
 * What the names in a CIFAR pickle stand for. The list is closed: NumPy's array of uint8, its type, and the way in which
 * Python 3 writes bytes into a pickle for Python 2. A pickle is a program; this one can make nothing else.
 */
import { asBytes, asText, ByteArray, ByteType, GlobalName, PickleError, type PickleValue } from './values';

type Call = (args: readonly PickleValue[]) => PickleValue;

const array: Call = ([type]) => {
	if (!(type instanceof GlobalName) || type.name !== 'numpy.ndarray') throw refused(type);
	return new ByteArray();
};

/** NumPy's way in protocol 5: bytes, type, shape, order. */
const arrayFromBytes: Call = ([bytes, type, shape, order]) =>
	fill(new ByteArray(), { bytes, type, shape, columnMajor: asText(order) === 'F' });

const type: Call = ([name]) => {
	const text = asText(name);
	if (text !== 'u1' && text !== '|u1') {
		throw new PickleError(`it holds an array of ${text ?? 'something'} where bytes belong`);
	}
	return new ByteType();
};

/** `_codecs.encode(text, 'latin1')`; Python writes empty bytes as `bytes()`. */
const encode: Call = ([text, codec]) => {
	const bytes = typeof text === 'string' && asText(codec) === 'latin1' ? asBytes(text) : null;
	if (bytes === null) throw new PickleError('it holds bytes that are none');
	return bytes;
};

// NumPy 2 renamed its core; pickles carry the name of their day.
const calls = new Map<string, Call>([
	['numpy.core.multiarray._reconstruct', array],
	['numpy._core.multiarray._reconstruct', array],
	['numpy.core.numeric._frombuffer', arrayFromBytes],
	['numpy._core.numeric._frombuffer', arrayFromBytes],
	['numpy.dtype', type],
	['_codecs.encode', encode],
	['__builtin__.bytes', () => new Uint8Array()]
]);

/** Names that stand for themselves: arguments of the calls above. */
const things = new Set(['numpy.ndarray']);

/** A name that the pickle asks for. Throws PickleError if it is not in the list. */
export function globalNamed(module: string, name: string): GlobalName {
	const full = `${module}.${name}`;
	if (!calls.has(full) && !things.has(full)) throw refused(new GlobalName(full));
	return new GlobalName(full);
}

/** The value that a call of the list makes. Throws PickleError for anything else. */
export function reduce(callee: PickleValue, args: PickleValue): PickleValue {
	const call = callee instanceof GlobalName ? calls.get(callee.name) : undefined;
	if (call === undefined || !Array.isArray(args)) throw refused(callee);
	return call(args);
}

/** Gives an array its contents; a type has said all by its name. Throws PickleError for anything else. */
export function build(object: PickleValue, state: PickleValue): void {
	if (object instanceof ByteType) return;
	if (!(object instanceof ByteArray) || !Array.isArray(state)) throw refused(object);
	const [, shape, type, columnMajor, bytes] = state;
	fill(object, { bytes, type, shape, columnMajor: columnMajor === true });
}

interface ArrayState {
	readonly bytes: PickleValue | undefined;
	readonly type: PickleValue | undefined;
	readonly shape: PickleValue | undefined;
	readonly columnMajor: boolean;
}

function fill(target: ByteArray, { bytes, type, shape, columnMajor }: ArrayState): ByteArray {
	const sides = Array.isArray(shape) ? shape : [];
	const count = sides.reduce<number>((product, side) => product * (isLength(side) ? side : NaN), 1);
	if (!(bytes instanceof Uint8Array) || !(type instanceof ByteType) || bytes.length !== count) {
		throw new PickleError('it holds an array whose length is not that of its shape');
	}
	target.shape = sides.filter(isLength);
	target.columnMajor = columnMajor;
	target.bytes = bytes;
	return target;
}

function isLength(value: PickleValue): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function refused(value: PickleValue | undefined): PickleError {
	const name = value instanceof GlobalName ? value.name : 'something that can be called';
	return new PickleError(`it asks for ${name}, which no CIFAR file needs`);
}
