import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figureOrder, inventory } from '../../../scripts/article/inventory.mjs';
import { glossary } from '$lib/article/glossary';
import { figureIds } from '$lib/figures/ids';
import { en } from '$lib/i18n/en';
import { locales } from '$lib/i18n/locale';
import { zh } from '$lib/i18n/zh';
import { citedTables } from '$lib/paper/tables/all';
import { references } from '$lib/paper/references';

const folder = (locale: string) => join('src/content', locale);
const namesOf = (locale: string) =>
	readdirSync(folder(locale))
		.filter((name) => name.endsWith('.md'))
		.sort();
const sections = (locale: string) =>
	namesOf(locale).map((name) => ({ name, source: readFileSync(join(folder(locale), name), 'utf8') }));

/** Of a language, file by file. */
const english = sections('en').map(({ name, source }) => ({ name, source, ...inventory(source) }));
const chinese = sections('zh').map(({ name, source }) => ({ name, source, ...inventory(source) }));

/** Of all words that are not formulas. */
const prose = (source: string) => source.replace(/\$\$[^$]*\$\$/g, '').replace(/\$[^$]*\$/g, '');

describe('the two languages of the article', () => {
	it('have the same sections', () => {
		expect(namesOf('zh')).toEqual(namesOf('en'));
		expect(english.length).toBeGreaterThanOrEqual(10);
	});

	it.each(['figures', 'mentions', 'citations', 'parts', 'links'] as const)(
		'have the same %s, section by section and in the same order',
		(what) => {
			for (const [index, { name, [what]: own }] of english.entries()) {
				expect(chinese[index]?.[what], name).toEqual(own);
			}
		}
	);

	it('explain the same terms, section by section', () => {
		for (const [index, { name, terms }] of english.entries()) {
			expect([...new Set(chinese[index]?.terms)].sort(), name).toEqual([...new Set(terms)].sort());
		}
	});

	it('have the same paragraphs, headings, formulas and notes', () => {
		const shape = (source: string) => ({
			paragraphs: source.split(/\n{2,}/).length,
			headings: source.match(/^#+ /gm)?.length ?? 0,
			formulas: source.match(/\$\$/g)?.length ?? 0,
			notes: source.match(/:note\[/g)?.length ?? 0
		});
		for (const [index, { name, source }] of english.entries()) {
			expect(shape(chinese[index]?.source ?? ''), name).toEqual(shape(source));
		}
	});

	it('are written in their language: Chinese with its own punctuation, English without', () => {
		for (const { name, source } of chinese) {
			expect(source, name).toMatch(/^# .*[\u4e00-\u9fff]/);
			expect(prose(source).match(/[\u4e00-\u9fff][,;!?.](?=[\s\u4e00-\u9fff])/g), name).toBeNull();
			// A percent sign joins its number in Chinese and stands apart in English.
			expect(source.match(/\d %/g), name).toBeNull();
		}
		for (const { name, source } of english) {
			expect(source.match(/[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g), name).toBeNull();
			expect(prose(source).match(/\d%/g), name).toBeNull();
		}
	});
});

describe('what the text refers to', () => {
	it('shows every figure of the registry once, in its order', () => {
		expect(figureOrder(english.map(({ source }) => source))).toEqual(figureIds);
		expect(figureIds.length).toBeGreaterThanOrEqual(12);
	});

	it('has a title, a use and a source for every figure', () => {
		for (const id of figureIds) {
			for (const part of ['title', 'use', 'source'] as const) {
				expect(en[`figure.${id}.${part}`], id).toMatch(/.{5,}/);
				expect(zh[`figure.${id}.${part}`], id).toMatch(/.{2,}/);
			}
		}
	});

	it('cites nothing that is missing, and lists nothing that is not cited', () => {
		const cited = new Set(english.flatMap(({ citations }) => citations));
		expect([...cited].filter((id) => !(id in references))).toEqual([]);
		expect(Object.keys(references).filter((id) => !cited.has(id))).toEqual([]);
	});

	it('explains every term that it marks, and no other', () => {
		const known: readonly string[] = glossary;
		const marked = english.flatMap(({ terms }) => terms);
		expect(marked.filter((id) => !known.includes(id))).toEqual([]);
		expect(known.filter((id) => !marked.includes(id))).toEqual([]);
		expect(Object.keys(en).filter((key) => /^term\.\w+$/.test(key))).toEqual(
			glossary.map((id) => `term.${id}`)
		);
	});

	it('links to its own sections, to labs and to tables that exist, and to nothing else', () => {
		const own = new Set(english.map(({ name }) => `#${name.replace(/^\d+-|\.md$/g, '')}`));
		const tables = new Set(citedTables.map(({ id }) => `lab:scaling#${id}`));
		const labs = ['playground', 'schedules', 'blocks', 'bottlenecks', 'scaling', 'search'].map(
			(lab) => `lab:${lab}`
		);
		const allowed = new Set([...own, ...labs, ...tables, 'lab:blocks#table3', 'lab:scaling#architectures']);
		const links = english.flatMap((section) => section.links);
		expect(links.filter((link) => !allowed.has(link))).toEqual([]);
		expect(links.length).toBeGreaterThan(10);
	});

	it('gives every part an anchor of its own', () => {
		const parts = english.flatMap((section) => section.parts);
		expect(new Set(parts).size).toBe(parts.length);
	});

	it.each(locales)('leads from every section to a lab, in prose or by a figure (%s)', (locale) => {
		for (const { name, links, figures } of locale === 'en' ? english : chinese) {
			const labs = links.filter((link) => link.startsWith('lab:'));
			expect(labs.length + figures.length, name).toBeGreaterThan(0);
		}
	});
});
