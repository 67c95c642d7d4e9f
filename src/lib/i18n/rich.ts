/** A stretch of a message; `tag` names a term to mark (`fused`, `mbconv`, `se`) or an emphasis (`em`, `strong`). */
export interface Segment {
	readonly tag: string | null;
	readonly text: string;
}

/** Splits `Some <fused>Fused-MBConv</fused> blocks` into segments. Tags do not nest. */
export function segments(message: string): Segment[] {
	const result: Segment[] = [];
	let end = 0;
	for (const match of message.matchAll(/<(\w+)>(.*?)<\/\1>/g)) {
		if (match.index > end) result.push({ tag: null, text: message.slice(end, match.index) });
		result.push({ tag: match[1] ?? null, text: match[2] ?? '' });
		end = match.index + match[0].length;
	}
	if (end < message.length) result.push({ tag: null, text: message.slice(end) });
	return result;
}
