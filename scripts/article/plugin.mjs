/** Vite's part: `src/content/LANGUAGE/NUMBER-ID.md` is a module whose default export is the compiled section. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileSection } from './compile.mjs';
import { figureOrder } from './inventory.mjs';

const sectionFile = /\/src\/content\/(en|zh)\/\d+-(\w+)\.md$/;

/** What a figure is called in the text. @type {Record<string, (number: number) => string>} */
const figureNames = { en: (number) => `Figure ${number}`, zh: (number) => `图 ${number}` };

/** Sources of the sections of a folder, in their order. @param {string} folder */
function sectionSources(folder) {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/**
 * What a section may refer to, by language.
 * @param {string} language @param {readonly string[]} figures in their order
 * @param {Readonly<Record<string, string>>} citations how each reference is called
 * @returns {import('./compile.mjs').Surroundings}
 */
export function surroundingsOf(language, figures, citations) {
	return {
		citation(id) {
			const label = citations[id];
			if (label === undefined) throw new Error(`No reference is called ${id}.`);
			return label;
		},
		figure(id) {
			const place = figures.indexOf(id);
			if (place < 0) throw new Error(`The article has no figure ${id}.`);
			return figureNames[language]?.(place + 1) ?? String(place + 1);
		}
	};
}

/** @param {{ citations: Readonly<Record<string, string>> }} options @returns {import('vite').Plugin} */
export function article({ citations }) {
	return {
		name: 'article',
		enforce: 'pre',
		transform(source, id) {
			const [file = id] = id.split('?');
			const [, language, name] = sectionFile.exec(file) ?? [];
			if (language === undefined || name === undefined) return null;
			const figures = figureOrder(sectionSources(dirname(file)));
			const section = compileSection(source, name, surroundingsOf(language, figures, citations));
			return { code: `export default ${JSON.stringify(section)};`, map: null, moduleType: 'js' };
		}
	};
}
