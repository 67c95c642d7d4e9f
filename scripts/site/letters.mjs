/** Text as outlines, so that a card looks the same whatever fonts a machine has. */
import { readFileSync } from 'node:fs';
import opentype from 'opentype.js';

const file = readFileSync(new URL('./font/NotoSerifSC-Bold-subset.otf', import.meta.url));
const font = opentype.parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));

/** @param {string} text */
function checkLetters(text) {
	const missing = [...new Set(text)].filter((letter) => font.charToGlyphIndex(letter) === 0);
	if (missing.length > 0) {
		throw new Error(`The cards' font lacks "${missing.join('')}": run tests/make/font/subset.sh.`);
	}
}

/** Where a line may break: at spaces, and between Chinese characters but not before punctuation. @param {string} text */
const pieces = (text) =>
	text.match(/\p{Script=Han}[，。、；：！？）》”]*|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? [];

/**
 * Lines no wider than `width`, as few as go and then of much the same length.
 * @param {string} text @param {number} size @param {number} width Pixels. @returns {string[]}
 */
export function balancedLines(text, size, width) {
	const fewest = breakLines(text, size, width);
	let best = fewest;
	for (let narrow = width - 20; narrow > 0; narrow -= 20) {
		const lines = breakLines(text, size, narrow);
		if (lines.length > fewest.length) return best;
		best = lines;
	}
	return best;
}

/** @param {string} text @param {number} size @param {number} width Pixels. @returns {string[]} Lines no wider than `width`. */
function breakLines(text, size, width) {
	/** @type {string[]} */
	const lines = [];
	let line = '';
	for (const piece of pieces(text)) {
		if (line !== '' && font.getAdvanceWidth((line + piece).trimEnd(), size) > width) {
			lines.push(line.trimEnd());
			line = '';
		}
		line += piece;
	}
	return line === '' ? lines : [...lines, line.trimEnd()];
}

/**
 * An SVG path of a line of text, its baseline at `y`.
 * @param {string} text @param {number} x @param {number} y @param {number} size Pixels. @param {string} color
 * @throws Error where the font lacks a character.
 */
export function textPath(text, x, y, size, color) {
	checkLetters(text);
	return `<path fill="${color}" d="${font.getPath(text, x, y, size).toPathData(1)}"/>`;
}
