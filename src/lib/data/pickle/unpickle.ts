/**
 * Reads a pickle of protocols 2 to 5 (Python's pickletools.py describes the operations) as far as CIFAR's files go: plain
 * values and NumPy's arrays of bytes. Every operation and every name is on a closed list, so that a pickle, which is a
 * program, can make nothing but those. The packages that read pickles in JavaScript take Python 2's bytes for text.
 */
import { build, globalNamed, reduce } from './names';
import { PickleReader } from './reader';
import { asText, mark, PickleError, type PickleValue } from './values';

const stop = 0x2e;

/** Throws PickleError for a pickle that is damaged or asks for anything that is not on the lists. */
export function unpickle(bytes: Uint8Array): PickleValue {
	const machine = new Machine(bytes);
	for (let code = machine.reader.uint8(); code !== stop; code = machine.reader.uint8()) {
		const operation = operations.get(code);
		if (operation === undefined) {
			throw new PickleError(`it holds the operation 0x${code.toString(16)}, which no CIFAR file needs`);
		}
		operation(machine);
	}
	return machine.pop();
}

/** The stack and the memory that the operations work on. */
class Machine {
	readonly reader: PickleReader;
	readonly #stack: (PickleValue | typeof mark)[] = [];
	readonly #memory = new Map<number, PickleValue>();

	constructor(bytes: Uint8Array) {
		this.reader = new PickleReader(bytes);
	}

	push(value: PickleValue | typeof mark): void {
		this.#stack.push(value);
	}

	pop(): PickleValue {
		const value = this.#stack.pop();
		if (value === undefined || value === mark) throw confused();
		return value;
	}

	top(): PickleValue {
		const value = this.#stack.at(-1);
		if (value === undefined || value === mark) throw confused();
		return value;
	}

	popTo(count: number): PickleValue[] {
		return Array.from({ length: count }, () => this.pop()).reverse();
	}

	/** The values since the last mark, which goes, too. */
	popMark(): PickleValue[] {
		const at = this.#stack.lastIndexOf(mark);
		if (at < 0) throw confused();
		const items = this.#stack.splice(at).slice(1);
		return items.filter((item) => item !== mark);
	}

	put(index = this.#memory.size): void {
		this.#memory.set(index, this.top());
	}

	get(index: number): void {
		const value = this.#memory.get(index);
		if (value === undefined) throw confused();
		this.push(value);
	}

	append(items: readonly PickleValue[]): void {
		const list = this.top();
		if (!Array.isArray(list)) throw confused();
		for (const item of items) list.push(item);
	}

	setItems(items: readonly PickleValue[]): void {
		const target = this.top();
		if (!(target instanceof Map) || items.length % 2 !== 0) throw confused();
		for (let i = 0; i < items.length; i += 2) {
			const key = asText(items[i]);
			if (key === null) throw new PickleError('it holds a key that is no text');
			target.set(key, items[i + 1] ?? null);
		}
	}
}

function confused(): PickleError {
	return new PickleError('its operations do not fit together');
}

function name(value: PickleValue): string {
	return typeof value === 'string' ? value : '';
}

type Operation = (machine: Machine) => void;

/** An operation that reads a value and pushes it. */
const value =
	(read: (reader: PickleReader) => PickleValue): Operation =>
	(machine) => {
		machine.push(read(machine.reader));
	};
const tuple =
	(count: number): Operation =>
	(machine) => {
		machine.push(machine.popTo(count));
	};

/** By code; letters where the protocol's authors thought of one. */
const operations = new Map<number, Operation>([
	// How the pickle is packed: protocol, frame.
	[0x80, ({ reader }) => void reader.uint8()],
	[0x95, ({ reader }) => void reader.uint64()],
	// Single values.
	[code('N'), value(() => null)],
	[0x88, value(() => true)],
	[0x89, value(() => false)],
	[code('K'), value((reader) => reader.uint8())],
	[code('M'), value((reader) => reader.uint16())],
	[code('J'), value((reader) => reader.int32())],
	[0x8a, value((reader) => reader.integer(reader.uint8()))],
	// Bytes, Python 2's str among them, and text.
	[code('U'), value((reader) => reader.bytes(reader.uint8()))],
	[code('C'), value((reader) => reader.bytes(reader.uint8()))],
	[code('T'), value((reader) => reader.bytes(reader.uint32()))],
	[code('B'), value((reader) => reader.bytes(reader.uint32()))],
	[0x8e, value((reader) => reader.bytes(reader.uint64()))],
	[0x96, value((reader) => reader.bytes(reader.uint64()))],
	[0x8c, value((reader) => reader.text(reader.uint8()))],
	[code('X'), value((reader) => reader.text(reader.uint32()))],
	[0x8d, value((reader) => reader.text(reader.uint64()))],
	// Tuples, lists, dictionaries.
	[code('('), (machine) => machine.push(mark)],
	[code('t'), (machine) => machine.push(machine.popMark())],
	[code(')'), value(() => [])],
	[0x85, tuple(1)],
	[0x86, tuple(2)],
	[0x87, tuple(3)],
	[code(']'), value(() => [])],
	[code('a'), (machine) => machine.append([machine.pop()])],
	[code('e'), (machine) => machine.append(machine.popMark())],
	[code('}'), value(() => new Map())],
	[code('s'), (machine) => machine.setItems(machine.popTo(2))],
	[code('u'), (machine) => machine.setItems(machine.popMark())],
	// The memory.
	[code('q'), (machine) => machine.put(machine.reader.uint8())],
	[code('r'), (machine) => machine.put(machine.reader.uint32())],
	[0x94, (machine) => machine.put()],
	[code('h'), (machine) => machine.get(machine.reader.uint8())],
	[code('j'), (machine) => machine.get(machine.reader.uint32())],
	// Names and what they make.
	[code('c'), (machine) => machine.push(globalNamed(machine.reader.line(), machine.reader.line()))],
	[
		0x93,
		(machine) => {
			const [module = null, member = null] = machine.popTo(2);
			machine.push(globalNamed(name(module), name(member)));
		}
	],
	[
		code('R'),
		(machine) => {
			const [callee = null, args = null] = machine.popTo(2);
			machine.push(reduce(callee, args));
		}
	],
	[
		code('b'),
		(machine) => {
			const state = machine.pop();
			build(machine.top(), state);
		}
	]
]);

function code(letter: string): number {
	return letter.charCodeAt(0);
}
