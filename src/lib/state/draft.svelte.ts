import * as v from 'valibot';
import { runConfigSchema, type RunConfig } from '$lib/recipe/config';
import { replaced } from '$lib/recipe/fields';
import { crossError, fieldError, type Field, type FieldError } from './field';

/** The configuration that the reader edits. It is valid at all times: what does not fit is refused and named. */
export class Draft {
	#config: RunConfig;
	#errors = $state.raw<Readonly<Record<string, FieldError>>>({});
	#edited = $state(false);

	constructor(config: RunConfig) {
		this.#config = $state.raw(config);
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
		const error = checked.success ? crossError(checked.output, field) : fieldError(checked.issues[0]);
		this.#errors = Object.fromEntries(error === null ? others : [...others, [field, error]]);
		if (!checked.success || error !== null) return false;
		this.#config = checked.output;
		this.#edited = true;
		return true;
	}

	/**
	 * Takes several parts at once, as they come from a preset. They must fit together.
	 * @throws what the configuration's schema throws
	 */
	merge(parts: Partial<RunConfig>): void {
		this.#config = v.parse(runConfigSchema, { ...this.#config, ...parts });
		this.#errors = {};
		this.#edited = true;
	}

	/** Sets all of it, for example another device's defaults; forgets errors and edits. */
	replace(config: RunConfig): void {
		this.#config = config;
		this.#errors = {};
		this.#edited = false;
	}
}
