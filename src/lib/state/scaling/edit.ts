/** One number of a design changed, or refused with the reason. Pure. */
import * as v from 'valibot';
import { fieldError, type FieldError } from '../field';
import { designProblem, designSchema, type Design, type DesignField, type DesignProblem } from './design';

export type DesignError = { readonly field: FieldError } | { readonly whole: DesignProblem };

export type Edited = { readonly design: Design } | { readonly error: DesignError };

/** The design with another value in a field; what is out of range, alone or together with the rest, is an error. */
export function edit(design: Design, field: DesignField, value: string | number | boolean): Edited {
	const checked = v.safeParse(designSchema, withValue(design, field, value));
	if (!checked.success) return { error: { field: fieldError(checked.issues[0]) } };
	const problem = designProblem(checked.output);
	return problem === null ? { design: checked.output } : { error: { whole: problem } };
}

function withValue(design: Design, field: DesignField, value: string | number | boolean): object {
	if (!field.startsWith('added.')) return { ...design, [field]: value };
	const stage = Number(field.slice('added.'.length));
	return { ...design, added: design.added.map((layers, index) => (index === stage ? value : layers)) };
}
