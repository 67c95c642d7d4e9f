/** Options with their units, ranges and defaults; a value out of range is refused with one sentence. */
import { Option } from 'commander';
import { InputError } from './failure';

interface Range {
	readonly min: number;
	readonly max: number;
	readonly whole?: boolean;
	/** `min` itself is refused. */
	readonly above?: boolean;
	/** What the number counts, e.g. `pixels`. */
	readonly unit?: string;
}

/** `--size <pixels>` → `--size`. */
function flagName(flags: string): string {
	return flags.split(' ')[0] ?? flags;
}

function describeRange({ min, max, whole, above, unit }: Range): string {
	const kind = whole ? 'a whole number' : 'a number';
	const from = above ? `above ${min}` : `from ${min}`;
	const to = max === Infinity ? (above ? '' : ' up') : `${above ? ', at most' : ' to'} ${max}`;
	return `${kind} ${from}${to}${unit === undefined ? '' : ` (${unit})`}`;
}

function parseNumber(name: string, text: string, range: Range): number {
	const value = text.trim() === '' ? NaN : Number(text);
	const low = range.above ? value > range.min : value >= range.min;
	if (low && value <= range.max && Number.isFinite(value) && (!range.whole || Number.isInteger(value)))
		return value;
	throw new InputError(`${name} takes ${describeRange(range)}, not "${text}".`);
}

/** An option that takes a number within a range. */
export function numberOption(flags: string, description: string, range: Range): Option {
	const name = flagName(flags);
	return new Option(flags, description).argParser((text: string) => parseNumber(name, text, range));
}

/** An option that takes numbers separated by commas. */
export function listOption(flags: string, description: string, range: Range): Option {
	const name = flagName(flags);
	return new Option(flags, description).argParser((text: string) =>
		text.split(',').map((part) => parseNumber(name, part, range))
	);
}

/** An option that takes one of some words. */
export function wordOption(flags: string, description: string, words: readonly string[]): Option {
	const name = flagName(flags);
	const option = new Option(flags, `${description}: ${words.join(', ')}`);
	return option.argParser((text: string) => {
		if (words.includes(text)) return text;
		throw new InputError(`${name} takes ${words.join(', ')}; "${text}" is none of them.`);
	});
}

/** An option that takes some of some words, separated by commas. */
export function wordsOption(flags: string, description: string, words: readonly string[]): Option {
	const name = flagName(flags);
	const option = new Option(flags, `${description}: ${words.join(', ')}`);
	return option.argParser((text: string) => {
		const chosen = [...new Set(text.split(','))];
		const unknown = chosen.find((word) => !words.includes(word));
		if (unknown === undefined) return chosen;
		throw new InputError(`${name} takes ${words.join(', ')}; "${unknown}" is none of them.`);
	});
}

export const jsonOption = () => new Option('--json', 'print one JSON document');

export const seedOption = (description: string) =>
	numberOption('--seed <n>', description, { min: 0, max: 0xffffffff, whole: true }).default(0);

/** Where numbers come from: a formula or the initialiser with a seed, or a file. */
export type Source =
	| { readonly kind: 'formula'; readonly seed: number }
	| { readonly kind: 'init'; readonly seed: number }
	| { readonly kind: 'file'; readonly path: string };

/** An option that takes `formula:SEED`, and what `kinds` has beside it. */
export function sourceOption(flags: string, description: string, kinds: readonly Source['kind'][]): Option {
	const name = flagName(flags);
	return new Option(flags, description).argParser((text: string) => parseSource(name, text, kinds));
}

/** What the option `name` was given. Throws InputError for what is none of `kinds`, and for a bad seed. */
export function parseSource(name: string, text: string, kinds: readonly Source['kind'][]): Source {
	const [, kind, digits] = /^(formula|init):(.*)$/.exec(text) ?? [];
	if (digits === undefined && kinds.includes('file')) return { kind: 'file', path: text };
	const known = kinds.find((each) => each === kind);
	const seed = Number(digits);
	if (digits === undefined || (known !== 'formula' && known !== 'init')) {
		const values = kinds.map((each) => (each === 'file' ? 'a file' : `${each}:SEED`));
		throw new InputError(`${name} takes ${values.join(' or ')}, not "${text}".`);
	}
	if (!/^\d+$/.test(digits) || seed > 0xffffffff) {
		throw new InputError(`${name} takes a seed from 0 to 4294967295 after "${known}:", not "${digits}".`);
	}
	return { kind: known, seed };
}
