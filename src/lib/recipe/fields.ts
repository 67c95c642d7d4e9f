/** A configuration as a flat list of named values, for whoever compares, amends or writes one down field by field. */

/**
 * Every value of a tree by its path, e.g. `learningRate.peak`. A list of objects gives a column for each of their
 * fields: `stages.size` is the list of all stages' sizes. Other lists are values.
 */
export function fieldsOf(tree: object): Map<string, unknown> {
	const fields = new Map<string, unknown>();
	for (const [name, value] of Object.entries(tree)) {
		for (const [path, leaf] of leavesOf(value)) fields.set(path === '' ? name : `${name}.${path}`, leaf);
	}
	return fields;
}

function leavesOf(value: unknown): Map<string, unknown> {
	if (!isTree(value)) return new Map([['', value]]);
	if (!Array.isArray(value)) return fieldsOf(value);
	const rows = value as readonly unknown[];
	if (rows.length === 0 || !rows.every(isTree)) return new Map([['', value]]);
	const names = new Set(rows.flatMap((row) => Object.keys(row)));
	return new Map(
		[...names].map((name) => [
			name,
			rows.map((row) => new Map<string, unknown>(Object.entries(row)).get(name))
		])
	);
}

function isTree(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

/** `tree` with `value` at `path`; everything beside the path is shared, nothing is changed in place. */
export function replaced(tree: unknown, path: readonly string[], value: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return value;
	if (Array.isArray(tree)) {
		const items: unknown[] = tree.slice();
		items[Number(key)] = replaced(items[Number(key)], rest, value);
		return items;
	}
	const entries = new Map<string, unknown>(isTree(tree) ? Object.entries(tree) : []);
	return Object.fromEntries(entries.set(key, replaced(entries.get(key), rest, value)));
}

/** Whether two values of fields are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}
