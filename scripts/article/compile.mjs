/**
 * A section of the article from Markdown to pieces: HTML between figures, and parts that only the long path opens. Pure:
 * what it needs to know of the rest of the page is handed in.
 */
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkDirective from 'remark-directive';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/**
 * @typedef {{ type: string, name?: string, value?: string, depth?: number, url?: string, lang?: string | null,
 *   attributes?: Record<string, string | null | undefined> | null, children?: Node[],
 *   data?: Record<string, unknown> }} Node
 * @typedef {{ html: string } | { figure: string } | { deep: { id: string, title: string }, pieces: Piece[] }} Piece
 * @typedef {{ id: string, title: string, pieces: Piece[] }} Section
 * @typedef {{ citation: (id: string) => string, figure: (id: string) => string }} Surroundings what the article calls
 *   a reference and a figure; both throw for one that it lacks
 */

const reader = unified().use(remarkParse).use(remarkMath).use(remarkDirective);
// MathML alone: browsers set it, and neither style sheet nor fonts need be shipped.
const writer = unified()
	.use(remarkRehype)
	.use(rehypeKatex, { output: 'mathml', strict: 'error' })
	.use(rehypeStringify);

/** Terms that have the colour of the drawings. */
const colours = ['fused', 'mbconv', 'se'];

/** The tree of a section's source. @param {string} source @returns {Node} */
export const parse = (source) => /** @type {Node} */ (/** @type {unknown} */ (reader.parse(source)));

/** All words of a node. @param {Node} node @returns {string} */
export const textOf = (node) => node.value ?? (node.children ?? []).map(textOf).join('');

/**
 * @param {string} source Markdown that begins with the section's title as `# Title`
 * @param {string} id
 * @param {Surroundings} surroundings
 * @returns {Section}
 */
export function compileSection(source, id, surroundings) {
	const [title, ...body] = parse(source).children ?? [];
	if (title?.type !== 'heading' || title.depth !== 1) throw new Error(`${id} does not begin with "# Title".`);
	return { id, title: textOf(title), pieces: piecesOf(body, surroundings) };
}

/** @param {Node[]} nodes @param {Surroundings} surroundings @returns {Piece[]} */
function piecesOf(nodes, surroundings) {
	/** @type {Piece[]} */
	const pieces = [];
	/** @type {Node[]} */
	let prose = [];
	const flush = () => {
		if (prose.length > 0) pieces.push({ html: htmlOf(prose, surroundings) });
		prose = [];
	};
	for (const node of nodes) {
		if (node.type === 'leafDirective' && node.name === 'figure') {
			flush();
			surroundings.figure(idOf(node));
			pieces.push({ figure: idOf(node) });
		} else if (node.type === 'containerDirective' && node.name === 'deep') {
			flush();
			pieces.push(deepOf(node, surroundings));
		} else prose.push(node);
	}
	flush();
	return pieces;
}

/** @param {Node} node @param {Surroundings} surroundings @returns {Piece} */
function deepOf(node, surroundings) {
	const [label, ...body] = node.children ?? [];
	if (!label?.data?.directiveLabel) throw new Error(`The part ${idOf(node)} has no [title].`);
	return { deep: { id: idOf(node), title: textOf(label) }, pieces: piecesOf(body, surroundings) };
}

/** @param {Node[]} nodes @param {Surroundings} surroundings */
function htmlOf(nodes, surroundings) {
	for (const node of nodes) dress(node, surroundings);
	const root = /** @type {import('mdast').Root} */ (
		/** @type {unknown} */ ({ type: 'root', children: nodes })
	);
	const html = writer.stringify(writer.runSync(root));
	// KaTeX marks what it cannot read by this colour, or a class.
	if (/katex-error|#cc0000/.test(html)) throw new Error(`KaTeX cannot read a formula: ${html}`);
	return html;
}

/** Says what a node and those in it become in HTML. @param {Node} node @param {Surroundings} surroundings */
function dress(node, surroundings) {
	for (const child of node.children ?? []) dress(child, surroundings);
	if (node.children?.some(isFormula)) node.children = held(node.children);
	if (node.type === 'text') node.value = tidy(node.value ?? '');
	if (node.type === 'heading') node.depth = (node.depth ?? 1) + 1;
	if (node.type === 'link') node.url = addressOf(node.url ?? '');
	if (node.type.endsWith('Directive')) dressDirective(node, surroundings);
}

/** @param {Node | undefined} node */
const isFormula = (node) => node?.type === 'inlineMath';

/** A formula within a line keeps the marks around it: a browser would break the line between them. @param {Node[]} nodes @returns {Node[]} */
function held(nodes) {
	/** @type {Node[]} */
	const out = [];
	/** @type {Node | null} the formula before, with its marks */
	let group = null;
	for (const node of nodes) {
		const text = node.type === 'text' ? (node.value ?? '') : '';
		const marks = group === null ? '' : (/^[,.;:!?)\]’”，。、；：！？）」》]+/.exec(text)?.[0] ?? '');
		if (marks !== '') group?.children?.push({ type: 'text', value: marks });
		if (isFormula(node)) {
			const before = out.at(-1);
			const opening = before?.type === 'text' ? (/[([“‘（「《]+$/.exec(before.value ?? '')?.[0] ?? '') : '';
			if (before && opening !== '') before.value = (before.value ?? '').slice(0, -opening.length);
			const inside = opening === '' ? [node] : [{ type: 'text', value: opening }, node];
			group = { type: 'held', children: inside };
			become(group, 'span', { className: ['held'] });
			out.push(group);
		} else {
			group = null;
			out.push(marks === '' ? node : { ...node, value: text.slice(marks.length) });
		}
	}
	return out;
}

/** A unit does not leave its number. @param {string} text */
const tidy = (text) => text.replace(/(\d) (%|px|M\b|G\b|k\b|B\b|ms\b)/g, '$1\u00a0$2');

/** Labs lie beside the article, in every language and under every base path. @param {string} url */
function addressOf(url) {
	const lab = /^lab:(\w+)(#.*)?$/.exec(url);
	return lab ? `${lab[1]}/${lab[2] ?? ''}` : url;
}

/** @param {Node} node @param {Surroundings} surroundings */
function dressDirective(node, surroundings) {
	const { name = '', type } = node;
	if (type !== 'textDirective') throw new Error(`No directive ::${name} is known.`);
	if (name === 'cite') dressCitation(node, surroundings);
	else if (name === 'term') become(node, 'a', { className: ['term'], href: `#term-${idOf(node)}` });
	else if (name === 'note') become(node, 'span', { className: ['note'], role: 'note' });
	else if (name === 'fig') {
		become(node, 'a', { href: `#fig-${idOf(node)}` });
		node.children = [{ type: 'text', value: surroundings.figure(idOf(node)) }];
	} else if (colours.includes(name)) become(node, 'span', { className: [name] });
	else throw new Error(`No directive :${name} is known ("${textOf(node)}").`);
}

/** `:cite[tan2021]` in the reference's own words, `:cite[Table 7]{#tan2021}` in others. @param {Node} node @param {Surroundings} surroundings */
function dressCitation(node, surroundings) {
	const id = node.attributes?.id ?? textOf(node);
	const label = surroundings.citation(id);
	become(node, 'a', { className: ['cite'], href: `#ref-${id}` });
	if (!node.attributes?.id) node.children = [{ type: 'text', value: label }];
}

/** @param {Node} node @param {string} hName @param {Record<string, unknown>} hProperties */
function become(node, hName, hProperties) {
	node.data = { hName, hProperties };
}

/** @param {Node} node */
function idOf({ name, attributes }) {
	const id = attributes?.id;
	if (!id) throw new Error(`The directive ${name} needs an id: {#…}.`);
	return id;
}
