/** What a section's source names, in its order: for the numbers of figures, and for the tests. */
import { parse, textOf } from './compile.mjs';

/** @typedef {import('./compile.mjs').Node} Node */

/** Every node, in the order of the text. @param {Node} node @returns {Node[]} */
const all = (node) => [node, ...(node.children ?? []).flatMap(all)];

/**
 * @param {string} source
 * @returns {{ figures: string[], mentions: string[], citations: string[], terms: string[], parts: string[], links: string[] }}
 */
export function inventory(source) {
	const nodes = all(parse(source));
	/** @param {string} type @param {string} name */
	const directives = (type, name) => nodes.filter((node) => node.type === type && node.name === name);
	/** @param {Node} node */
	const idOf = (node) => node.attributes?.id ?? textOf(node);
	return {
		figures: directives('leafDirective', 'figure').map(idOf),
		mentions: directives('textDirective', 'fig').map(idOf),
		citations: directives('textDirective', 'cite').map(idOf),
		terms: directives('textDirective', 'term').map(idOf),
		parts: directives('containerDirective', 'deep').map(idOf),
		links: nodes.filter(({ type }) => type === 'link').map(({ url }) => url ?? '')
	};
}

/** Figures in the order in which sections show them: their numbers follow from it. @param {readonly string[]} sources */
export const figureOrder = (sources) => sources.flatMap((source) => inventory(source).figures);
