/**
 * The picture that other sites show beside a link (Open Graph, 1200×630), one for each page, in its language: the page's title
 * above EfficientNetV2-S drawn from its block table; and the icons of an installed site. PNG by resvg.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { tsImport } from 'tsx/esm/api';
import { balancedLines, textPath } from './letters.mjs';
import { pagesOf } from './sitemap.mjs';

const width = 1200;
const height = 630;
const margin = 80;
/** Of the light theme, `src/lib/ui/styles/tokens.css`. */
const colors = {
	page: '#fbfaf7',
	ink: '#1b1f24',
	soft: '#5b6470',
	line: '#dcd9d1',
	mbconv: '#0b6aa8',
	fused: '#c2500a'
};
const title = { size: 62, leading: 80, lines: 3 };
const strip = { top: 420, height: 150, gap: 3, stageGap: 14 };

/** Blocks of EfficientNetV2-S at 384 px, as the article draws them. */
async function networkStrip() {
	const { drawStages } = await tsImport('../../src/lib/figures/network/drawing.ts', import.meta.url);
	const { findVariant } = await tsImport('../../src/lib/model/variants.ts', import.meta.url);
	/** @type {{ op: 'mbconv' | 'fused_mbconv', blocks: { width: number, height: number }[] }[]} */
	const stages = drawStages(findVariant('efficientnetv2-s'), 384);
	const blocks = stages.flatMap((stage) => stage.blocks);
	const gaps = (blocks.length - stages.length) * strip.gap + (stages.length - 1) * strip.stageGap;
	const across = (width - 2 * margin - gaps) / blocks.reduce((sum, block) => sum + block.width, 0);
	const down = strip.height / Math.max(...blocks.map((block) => block.height));
	let x = margin;
	const marks = stages.map(({ op, blocks }) => {
		const drawn = blocks.map((block) => {
			const tall = block.height * down;
			const mark = `<rect x="${x.toFixed(1)}" y="${(strip.top + strip.height - tall).toFixed(1)}" width="${(block.width * across).toFixed(1)}" height="${tall.toFixed(1)}" fill="${op === 'mbconv' ? colors.mbconv : colors.fused}"/>`;
			x += block.width * across + strip.gap;
			return mark;
		});
		x += strip.stageGap - strip.gap;
		return drawn.join('');
	});
	return marks.join('');
}

/** @param {string} html */
const decoded = (html) =>
	html.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** Title of a page, and the site's own name after it. @param {string} html */
function titleOf(html) {
	const [title = '', name = title] = decoded(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '').split(' · ');
	return { title, name };
}

/** @param {{ title: string, name: string }} text @param {string} drawing */
function card({ title: text, name: site }, drawing) {
	const lines = balancedLines(text, title.size, width - 2 * margin);
	if (lines.length > title.lines)
		throw new Error(`The title "${text}" takes more than ${title.lines} lines of a card.`);
	const rows = lines.map((line, index) =>
		textPath(line, margin, 190 + index * title.leading, title.size, colors.ink)
	);
	const name = textPath(site, margin, 96, 30, colors.soft);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colors.page}"/>${name}${rows.join('')}${drawing}</svg>`;
}

/** @param {string} svg @param {number} across Pixels. */
const png = (svg, across) => new Resvg(svg, { fitTo: { mode: 'width', value: across } }).render().asPng();

/** @param {string} icon An SVG with a `viewBox` of 32, with room around it for masks of any shape. */
const padded = (icon) =>
	icon
		.replace('viewBox="0 0 32 32"', 'viewBox="-8 -8 48 48"')
		.replace(/(<svg[^>]*>)/, `$1<rect x="-8" y="-8" width="48" height="48" fill="${colors.page}"/>`);

let ready = false;

/** @param {string} build Folder of the built site. */
export async function writeCards(build) {
	if (!ready) {
		const require = createRequire(import.meta.url);
		await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
		ready = true;
	}
	const drawing = await networkStrip();
	for (const page of pagesOf(build)) {
		const target = join(build, 'og', page.replace(/\/index\.html$/, '.png').replaceAll('/', '-'));
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, png(card(titleOf(readFileSync(join(build, page), 'utf8')), drawing), width));
	}
	const icon = readFileSync(join(build, 'icon.svg'), 'utf8');
	for (const size of [192, 512]) writeFileSync(join(build, `icon-${size}.png`), png(padded(icon), size));
}
