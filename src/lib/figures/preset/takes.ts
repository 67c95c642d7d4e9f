/** What fields of an address take, said. */
import type { Field } from '$lib/state/addressed';

/** What a field takes, in signs that need no translation: `light, dark`, `0 … 0.5`, `0, 1 … 7`, `4 × 0 … 1`. */
export function takes({ schema }: Field<unknown>): string {
	return shape(schema);
}

/** What valibot tells of a schema. */
interface Shape {
	readonly type: string;
	readonly options?: readonly unknown[];
	readonly wrapped?: Shape;
	readonly item?: Shape;
	readonly pipe?: readonly Shape[];
	readonly requirement?: unknown;
}

function shape(schema: Shape): string {
	const rules = new Map(leaves(schema).map(({ type, requirement }) => [type, String(requirement)]));
	const range = `${rules.get('min_value')} … ${rules.get('max_value')}`;
	if (schema.options) return choices(schema.options.map(String));
	if (schema.wrapped) return shape(schema.wrapped);
	if (schema.item) return `${rules.get('length')} × ${shape(schema.item)}`;
	if (schema.type === 'boolean') return 'true, false';
	if (schema.type === 'string') return `"…" ≤ ${rules.get('max_length')}`;
	const least = Number(rules.get('min_value'));
	return rules.has('integer') ? `${least}, ${least + 1} … ${rules.get('max_value')}` : range;
}

/** Choices that are said one by one. */
const mostSaid = 16;

/** What comes with and without `-` before it is said once. */
function choices(options: readonly string[]): string {
	const both = (option: string) => options.includes(`-${option}`);
	const said = options
		.filter((option) => !(option.startsWith('-') && options.includes(option.slice(1))))
		.map((option) => (both(option) ? `(-)${option}` : option));
	const middle = said.length > mostSaid ? [...said.slice(0, 2), '…'] : said.slice(0, -1);
	return [...middle, ...said.slice(-1)].join(', ');
}

/** Rules of a schema, also those of pipes within pipes. */
function leaves({ pipe, ...rest }: Shape): Shape[] {
	if (pipe === undefined) return [rest];
	return pipe.flatMap((each, index) => (index === 0 && each.pipe === undefined ? [] : leaves(each)));
}
