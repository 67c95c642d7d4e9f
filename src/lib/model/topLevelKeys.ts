/** Index just after the string literal that opens at `start`. */
function endOfString(json: string, start: number): number {
	let i = start + 1;
	while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
	return i + 1;
}

/**
 * Keys of the outermost object of a JSON text that JSON.parse accepts, in order and with repetitions, which
 * JSON.parse drops in silence.
 */
export function topLevelKeys(json: string): string[] {
	const keys: string[] = [];
	let depth = 0;
	// The last string at depth 1: a key if a colon follows.
	let candidate = '';
	for (let i = 0; i < json.length; i++) {
		const character = json[i];
		if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') depth--;
		else if (character === ':' && depth === 1) keys.push(String(JSON.parse(candidate)));
		else if (character === '"') {
			const end = endOfString(json, i);
			if (depth === 1) candidate = json.slice(i, end);
			i = end - 1;
		}
	}
	return keys;
}
