/**
 * A design as the fragment of an address that one can read and type, e.g.
 * `design=1&base=efficientnetv2-b0&method=grown&depth=2.2&width=1.6&added=0,0,0,0,3,0,0&lastLayers=5`.
 */
import * as v from 'valibot';
import { designProblem, designSchema, type Design } from './design';

const VERSION = '1';
/** No design is longer. */
const longest = 1000;

const names = Object.keys(designSchema.entries) as (keyof Design)[];

/** The fragment, without `#`. */
export function designLink(design: Design): string {
	return [`design=${VERSION}`, ...names.map((name) => `${name}=${String(design[name])}`)].join('&');
}

export interface ReadDesign {
	readonly design: Design;
	/** Names in the fragment that were not taken: unknown, or with a value out of range. */
	readonly refused: readonly string[];
}

/**
 * What of a fragment is valid; the rest is the base's. Where all that is valid is too much together, the base is taken
 * whole and `design` is refused. Null where the fragment holds no design. Never throws.
 */
export function readDesign(fragment: string, base: Design): ReadDesign | null {
	const text = fragment.replace(/^#/, '');
	const entries = new URLSearchParams(text.slice(0, longest));
	if (entries.get('design') !== VERSION) return null;
	if (text.length > longest) return { design: base, refused: ['design'] };
	let design = base;
	const refused: string[] = [];
	for (const [name, value] of entries) {
		if (name === 'design') continue;
		const checked = isName(name)
			? v.safeParse(designSchema, { ...design, [name]: valueOf(name, value) })
			: { success: false as const };
		if (checked.success) design = checked.output;
		else if (!refused.includes(name)) refused.push(name);
	}
	return designProblem(design) === null ? { design, refused } : { design: base, refused: ['design'] };
}

function isName(name: string): name is keyof Design {
	return (names as string[]).includes(name);
}

function valueOf(name: keyof Design, text: string): unknown {
	if (name === 'base' || name === 'method' || name === 'against') return text;
	if (name === 'fixedHead' || name === 'narrowStem')
		return text === 'true' ? true : text === 'false' ? false : text;
	if (name === 'added') return text.split(',').map(numberOf);
	return numberOf(text);
}

/** A number as it is written by `String`; anything else stays a text, which no schema takes. */
function numberOf(text: string): number | string {
	return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}
