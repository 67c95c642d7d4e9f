import * as v from 'valibot';
import { runConfigSchema, type RunConfig, type StageConfig } from '$lib/recipe/config';

/** Where a value of the configuration stands, as `stages.0.size` or `learningRate.peak`. */
export type Field =
	| Exclude<keyof RunConfig & string, 'version'>
	| `stages.${number}.${keyof StageConfig & string}`
	| `learningRate.${keyof RunConfig['learningRate'] & string}`
	| `optimizer.${'momentum' | 'decay' | 'epsilon' | 'beta1' | 'beta2'}`
	| `data.${'seed' | 'train' | 'test'}`;

/** Why a value was not taken; the page words it. */
export type FieldError =
	| { readonly kind: 'number' | 'whole' | 'unknown' }
	| { readonly kind: 'at-least' | 'at-most' | 'above'; readonly limit: number };

const limitKinds = {
	min_value: 'at-least',
	min_length: 'at-least',
	max_value: 'at-most',
	max_length: 'at-most',
	gt_value: 'above'
} as const;

function isLimit(type: string): type is keyof typeof limitKinds {
	return type in limitKinds;
}

function fieldError(issue: v.BaseIssue<unknown>): FieldError {
	if (isLimit(issue.type) && 'requirement' in issue && typeof issue.requirement === 'number') {
		return { kind: limitKinds[issue.type], limit: issue.requirement };
	}
	if (issue.type === 'integer') return { kind: 'whole' };
	return { kind: issue.type === 'number' || issue.type === 'finite' ? 'number' : 'unknown' };
}

/** `tree` with `value` at `path`; everything beside the path is shared, nothing is changed in place. */
function replaced(tree: unknown, path: readonly string[], value: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return value;
	if (Array.isArray(tree)) {
		const items: unknown[] = tree;
		return items.map((item, i) => (String(i) === key ? replaced(item, rest, value) : item));
	}
	const fields = typeof tree === 'object' && tree !== null ? tree : {};
	const entries = new Map<string, unknown>(Object.entries(fields));
	return Object.fromEntries(entries.set(key, replaced(entries.get(key), rest, value)));
}

/** The configuration that the reader edits. It is valid at all times: what does not fit is refused and named. */
export class Draft {
	#config = $state.raw<RunConfig>() as RunConfig;
	#errors = $state.raw<Readonly<Record<string, FieldError>>>({});
	#edited = $state(false);

	constructor(config: RunConfig) {
		this.#config = config;
	}

	get config(): RunConfig {
		return this.#config;
	}

	/** By field, for the fields whose last value was refused. */
	get errors(): Readonly<Record<string, FieldError>> {
		return this.#errors;
	}

	/** Whether the reader has changed anything since the last `replace`. */
	get edited(): boolean {
		return this.#edited;
	}

	/** The error of one field, or null. */
	error(field: Field): FieldError | null {
		return this.#errors[field] ?? null;
	}

	/**
	 * Takes a value, or refuses it with an error under the field and keeps the old one. Whole parts may be set
	 * too: `set('stages', [...])`, `set('optimizer', {...})`.
	 * @returns whether the value was taken
	 */
	set(field: Field, value: unknown): boolean {
		const checked = v.safeParse(runConfigSchema, replaced(this.#config, field.split('.'), value));
		const others = Object.entries(this.#errors).filter(
			([name]) => name !== field && !name.startsWith(`${field}.`)
		);
		if (checked.success) {
			this.#config = checked.output;
			this.#errors = Object.fromEntries(others);
			this.#edited = true;
		} else {
			this.#errors = Object.fromEntries([...others, [field, fieldError(checked.issues[0])]]);
		}
		return checked.success;
	}

	/** Sets all of it, for example another device's defaults; forgets errors and edits. */
	replace(config: RunConfig): void {
		this.#config = config;
		this.#errors = {};
		this.#edited = false;
	}
}

/** Whether two configurations describe the same run. The order of keys does not matter. */
export function sameConfig(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	const left = new Map<string, unknown>(Object.entries(a));
	const right = new Map<string, unknown>(Object.entries(b));
	return left.size === right.size && [...left].every(([key, value]) => sameConfig(value, right.get(key)));
}
